import { z } from '../../../../shared/schema/zod';
import { existing, type World } from '../model/world';
import { ApiError } from '../http/api-error';
import { liveToken } from '../http/auth';
import { type GitlabApp, jsonAnswer } from '../http/env';
import { type ArgValue, execute, type GraphAnswer } from '../graphql/execute';
import { NO_ACCESS } from '../graphql/ids';
import { mutationRoot } from '../graphql/mutations';
import type { Asker } from '../graphql/objects';
import { GraphSyntaxError, parseDocument, type GraphDocument } from '../graphql/parse';
import { queryRoot } from '../graphql/query';

const Value: z.ZodType<ArgValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Value), z.record(z.string(), Value)]),
);
const Body = z.object({
  query: z.string().default(''),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), Value).nullish(),
});

function messages(texts: readonly string[]): GraphAnswer {
  return { errors: texts.map((message) => ({ message })) };
}

/** Who asks, and whether the token lets her change anything. */
function whoAsks(world: World, request: Request): { readonly asker: Asker; readonly mayWrite: boolean } {
  const origin = new URL(request.url).origin;
  // Every request is a POST; reading is judged as reading.
  const reading = new Request(request.url, { headers: request.headers });
  const token = liveToken(world, reading, {});
  const user = token ? existing(world.users, token.userId) : null;
  return { asker: { world, user, origin }, mayWrite: token?.scopes.includes('api') ?? false };
}

function answer(world: World, request: Request, input: unknown): GraphAnswer {
  const parsed = Body.safeParse(input);
  if (!parsed.success) return messages(['Unexpected end of document']);
  const { query, operationName, variables } = parsed.data;
  let document: GraphDocument;
  try {
    document = parseDocument(query);
  } catch (error) {
    if (!(error instanceof GraphSyntaxError)) throw error;
    return { errors: [{ message: error.message, locations: [error.at] }] };
  }
  const { asker, mayWrite } = whoAsks(world, request);
  const changes = document.operations.some(({ type }) => type === 'mutation');
  if (changes && asker.user && !mayWrite) return messages([NO_ACCESS]);
  return execute(
    document,
    { query: queryRoot(asker), mutation: mutationRoot(asker) },
    { operationName: operationName ?? null, variables: variables ?? {} },
  );
}

/** GraphQL, as far as clients use it for work items. A bad token is the one thing that is not answered with 200. */
export function graphqlRoutes(app: GitlabApp, world: World): void {
  app.post('/api/graphql', async (c) => {
    const text = await c.req.text();
    try {
      const isJson = (c.req.header('content-type') ?? '').includes('json');
      const input: unknown = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
      return jsonAnswer(answer(world, c.req.raw, input), 200);
    } catch (error) {
      if (error instanceof SyntaxError) return jsonAnswer(messages(['Request body is not valid JSON']), 400);
      if (error instanceof ApiError) {
        const isToken = error.status === 401;
        return jsonAnswer(messages([isToken ? 'Invalid token' : error.message]), isToken ? 401 : 403);
      }
      throw error;
    }
  });
}
