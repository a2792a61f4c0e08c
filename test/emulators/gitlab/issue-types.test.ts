import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { type Answer, numberIn, PROJECT, PROJECT_URL } from './support';

describe('GitLab emulator: types of issues', () => {
  const { call, gitlab } = useGitlab();

  function make(issueType: string): Promise<Answer> {
    return call('POST', `${PROJECT_URL}/issues`, { json: { title: 'typed', issue_type: issueType } });
  }

  async function ask(query: string): Promise<unknown> {
    const response = await fetch(`${gitlab().url}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'private-token': 'glpat-dana' },
      body: JSON.stringify({ query }),
    });
    return response.json();
  }

  it('an issue is born as what it was asked for, is listed as that and becomes another', async () => {
    const task = await make('task');
    expect(task.row).toMatchObject({ type: 'TASK', issue_type: 'task' });
    expect(task.row['web_url']).toContain('/-/work_items/');
    const iid = numberIn(task.row, 'iid');
    const listed = await call('GET', `${PROJECT_URL}/issues?issue_type=task`);
    expect(listed.rows.map((row) => row['iid'])).toEqual([iid]);
    const path = `${PROJECT_URL}/issues/${iid}`;
    const changed = await call('PUT', path, { json: { issue_type: 'incident' } });
    expect(changed.row).toMatchObject({ type: 'INCIDENT', issue_type: 'incident' });
    const [note] = (await call('GET', `${path}/notes`)).rows;
    expect(note?.['body']).toBe('changed type from task to incident');
    expect((await call('GET', `${PROJECT_URL}/issues?issue_type=task`)).rows).toEqual([]);
  });

  it('a type that nobody has heard of is refused, one that is not to be had makes a plain issue', async () => {
    const refused = await make('bogus');
    expect([refused.status, refused.row]).toEqual([400, { error: 'issue_type does not have a valid value' }]);
    expect((await make('test_case')).row['issue_type']).toBe('issue');
  });

  it('work items know the types too', async () => {
    expect(
      await ask(`{ project(fullPath: "${PROJECT}") { workItemTypes { nodes { id name } } } }`),
    ).toMatchObject({
      data: {
        project: {
          workItemTypes: {
            nodes: [
              { id: 'gid://gitlab/WorkItems::Type/1', name: 'Issue' },
              { id: 'gid://gitlab/WorkItems::Type/2', name: 'Incident' },
              { id: 'gid://gitlab/WorkItems::Type/5', name: 'Task' },
            ],
          },
        },
      },
    });
    const made = await ask(
      `mutation { workItemCreate(input: { namespacePath: "${PROJECT}", title: "t", workItemTypeId: "gid://gitlab/WorkItems::Type/5" }) { errors workItem { id workItemType { name } } } }`,
    );
    expect(made).toMatchObject({
      data: { workItemCreate: { errors: [], workItem: { workItemType: { name: 'Task' } } } },
    });
    expect(
      await ask(`{ project(fullPath: "${PROJECT}") { workItems(types: [TASK]) { nodes { title } } } }`),
    ).toMatchObject({ data: { project: { workItems: { nodes: [{ title: 't' }] } } } });
    const id = (made as { data: { workItemCreate: { workItem: { id: string } } } }).data.workItemCreate
      .workItem.id;
    expect(
      await ask(
        `mutation { workItemConvert(input: { id: "${id}", workItemTypeId: "gid://gitlab/WorkItems::Type/1" }) { errors workItem { workItemType { name } } } }`,
      ),
    ).toMatchObject({ data: { workItemConvert: { workItem: { workItemType: { name: 'Issue' } } } } });
  });
});
