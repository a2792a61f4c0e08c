import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { numberIn, PROJECT, PROJECT_URL, TOKENS } from './support';

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly unknown[] }[];
}

const GROUP = 'channel-marketing';
const ISSUE_TYPE = 'gid://gitlab/WorkItems::Type/1';
const EPIC_TYPE = 'gid://gitlab/WorkItems::Type/8';

describe('GitLab emulator: GraphQL', () => {
  const { gitlab, call } = useGitlab();

  async function ask(
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
    token: string | null = TOKENS.owner,
  ): Promise<{ readonly status: number; readonly body: Answer }> {
    const response = await fetch(`${gitlab().url}/api/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  }

  const CREATE = `mutation($input: WorkItemCreateInput!) {
    workItemCreate(input: $input) { errors workItem { id iid title webUrl } }
  }`;

  async function create(input: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, string>>> {
    const { body } = await ask(CREATE, { input });
    const made = body.data?.['workItemCreate'] as { errors: string[]; workItem: Record<string, string> };
    expect(made.errors).toEqual([]);
    return made.workItem;
  }

  it('says who asks; a bad token is refused before anything else', async () => {
    expect((await ask('{ currentUser { username } }')).body.data).toEqual({
      currentUser: { username: 'dana.weber' },
    });
    expect((await ask('{ currentUser { username } }', {}, null)).body.data).toEqual({ currentUser: null });
    expect(await ask('{ currentUser { username } }', {}, 'nobody')).toEqual({
      status: 401,
      body: { errors: [{ message: 'Invalid token' }] },
    });
  });

  it('aliases, variables, fragments and directives do what they do everywhere', async () => {
    const { body } = await ask(
      `query Names($path: ID!, $with: Boolean = false) {
        one: project(fullPath: $path) { ...Short description @include(if: $with) }
        none: project(fullPath: "no/where") { name }
      }
      # what is short
      fragment Short on Project { name: fullPath ... on Project { __typename } }`,
      { path: PROJECT },
    );
    expect(body).toEqual({ data: { one: { name: PROJECT, __typename: 'Project' }, none: null } });
  });

  it('refuses fields that there are not, missing variables and broken documents', async () => {
    expect((await ask('{ currentUser { shoeSize } }')).body.errors?.[0]).toMatchObject({
      message: "Field 'shoeSize' doesn't exist on type 'CurrentUser'",
      path: ['query', 'currentUser', 'shoeSize'],
    });
    const missing = await ask('query($path: ID!) { project(fullPath: $path) { id } }');
    expect(missing.body.errors?.[0]?.message).toBe('Variable $path of type ID! was provided invalid value');
    expect((await ask('{ currentUser { ')).body.errors?.[0]?.message).toContain('unexpected end of file');
    expect((await ask('{ currentUser }')).body.errors?.[0]?.message).toContain('must have selections');
  });

  it('an issue made as a work item is the issue of REST, and changes show both ways', async () => {
    const label = numberIn((await call('GET', `${PROJECT_URL}/labels/MDF-POP`)).row, 'id');
    const made = await create({
      namespacePath: PROJECT,
      title: 'By graph',
      workItemTypeId: ISSUE_TYPE,
      descriptionWidget: { description: 'text' },
      labelsWidget: { labelIds: [`gid://gitlab/GroupLabel/${label}`] },
      assigneesWidget: { assigneeIds: ['gid://gitlab/User/12'] },
      startAndDueDateWidget: { dueDate: '2027-01-31' },
      weightWidget: { weight: 2 },
    });
    const path = `${PROJECT_URL}/issues/${made['iid'] ?? ''}`;
    expect((await call('GET', path)).row).toMatchObject({
      title: 'By graph',
      description: 'text',
      labels: ['MDF-POP'],
      due_date: '2027-01-31',
      weight: 2,
      web_url: made['webUrl'],
    });
    await call('PUT', path, { json: { state_event: 'close' } });
    const { body } = await ask(
      `query($id: WorkItemID!) { workItem(id: $id) { state widgets(onlyTypes: [LABELS, ASSIGNEES]) {
        type
        ... on WorkItemWidgetLabels { labels { nodes { title } } }
        ... on WorkItemWidgetAssignees { assignees { nodes { username } } }
      } } }`,
      { id: made['id'] },
    );
    expect(body.data?.['workItem']).toEqual({
      state: 'CLOSED',
      widgets: [
        { type: 'ASSIGNEES', assignees: { nodes: [{ username: 'dana.weber' }] } },
        { type: 'LABELS', labels: { nodes: [{ title: 'MDF-POP' }] } },
      ],
    });
  });

  it('an epic is a work item of its group, with issues as children', async () => {
    const epic = await create({ namespacePath: GROUP, title: 'Epic by graph', workItemTypeId: EPIC_TYPE });
    const issue = await create({
      namespacePath: PROJECT,
      title: 'Child',
      workItemTypeId: ISSUE_TYPE,
      hierarchyWidget: { parentId: epic['id'] },
    });
    expect((await call('GET', `${PROJECT_URL}/issues/${issue['iid'] ?? ''}`)).row['epic']).toMatchObject({
      title: 'Epic by graph',
    });
    const { body } = await ask(
      `query($path: ID!, $iid: String!) { namespace(fullPath: $path) { workItem(iid: $iid) { widgets {
        ... on WorkItemWidgetHierarchy { hasChildren children { nodes { id } } }
      } } } }`,
      { path: GROUP, iid: epic['iid'] },
    );
    expect(JSON.stringify(body.data)).toContain(
      `"hasChildren":true,"children":{"nodes":[{"id":"${issue['id'] ?? ''}"}]}`,
    );
    const freed = await ask(
      `mutation($id: WorkItemID!) { workItemUpdate(input: { id: $id, hierarchyWidget: { parentId: null } }) { errors } }`,
      { id: issue['id'] },
    );
    expect(freed.body.data).toEqual({ workItemUpdate: { errors: [] } });
    expect((await call('GET', `${PROJECT_URL}/issues/${issue['iid'] ?? ''}`)).row['epic']).toBeNull();
  });

  it('lists are filtered and come in pages', async () => {
    const query = `query($path: ID!, $after: String) { project(fullPath: $path) {
      workItems(labelName: ["MDF"], state: opened, first: 1, after: $after, sort: CREATED_ASC) {
        count nodes { iid } pageInfo { hasNextPage endCursor }
      } } }`;
    interface Page {
      readonly workItems: {
        readonly count: number;
        readonly nodes: readonly { readonly iid: string }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      };
    }
    const iids: string[] = [];
    let page: Page['workItems'] | undefined;
    do {
      const { body } = await ask(query, { path: PROJECT, after: page?.pageInfo.endCursor ?? null });
      page = (body.data?.['project'] as Page).workItems;
      iids.push(...page.nodes.map(({ iid }) => iid));
    } while (page.pageInfo.hasNextPage);
    const rest = await call('GET', `${PROJECT_URL}/issues?labels=MDF&state=opened&sort=asc`);
    expect(iids.sort()).toEqual(rest.rows.map(({ iid }) => String(iid)).sort());
    expect(page.count).toBe(iids.length);
  });

  it('comments, reactions and relations', async () => {
    const ids = await Promise.all(
      ['A', 'B'].map(
        async (title) => (await create({ namespacePath: PROJECT, title, workItemTypeId: ISSUE_TYPE }))['id'],
      ),
    );
    const [id, other] = ids;
    const noted = await ask(
      'mutation($id: NoteableID!) { createNote(input: { noteableId: $id, body: "hello" }) { errors note { id body discussion { id } } } }',
      { id },
    );
    expect(noted.body.data?.['createNote']).toMatchObject({ errors: [], note: { body: 'hello' } });
    const award =
      'mutation($id: AwardableID!) { awardEmojiAdd(input: { awardableId: $id, name: "rocket" }) { errors awardEmoji { name } } }';
    expect((await ask(award, { id })).body.data?.['awardEmojiAdd']).toEqual({
      errors: [],
      awardEmoji: { name: 'rocket' },
    });
    expect((await ask(award, { id })).body.data?.['awardEmojiAdd']).toMatchObject({
      errors: ['Name has already been taken'],
    });
    await ask(
      'mutation($id: WorkItemID!, $ids: [WorkItemID!]!) { workItemAddLinkedItems(input: { id: $id, workItemsIds: $ids, linkType: BLOCKS }) { errors } }',
      { id, ids: [other] },
    );
    const seen = await ask(
      'query($id: WorkItemID!) { workItem(id: $id) { widgets(onlyTypes: [LINKED_ITEMS]) { ... on WorkItemWidgetLinkedItems { linkedItems { nodes { linkType workItem { title } } } } } } }',
      { id: other },
    );
    expect(JSON.stringify(seen.body.data)).toContain('"linkType":"is_blocked_by","workItem":{"title":"A"}');
  });

  it('rights count here too', async () => {
    const input = { namespacePath: PROJECT, title: 'x', workItemTypeId: ISSUE_TYPE };
    const refusal =
      "The resource that you are attempting to access does not exist or you don't have permission to perform this action";
    expect((await ask(CREATE, { input }, TOKENS.outsider)).body).toMatchObject({
      data: { workItemCreate: null },
      errors: [{ message: refusal, path: ['workItemCreate'] }],
    });
    expect((await ask(CREATE, { input }, TOKENS.readOnly)).body).toEqual({ errors: [{ message: refusal }] });
    const hidden = await ask(`{ project(fullPath: "${PROJECT}") { id } }`, {}, TOKENS.outsider);
    expect(hidden.body.data).toEqual({ project: null });
    const blank = await ask(CREATE, { input: { ...input, title: '' } });
    expect(blank.body.data?.['workItemCreate']).toEqual({ errors: ["Title can't be blank"], workItem: null });
  });
});
