import { ApiError } from '../errors';
import { toId18 } from '../ids';
import { json, type RestApp, type RestContext, type Runtime, versionOf } from './env';

const PATH = '/services/data/:version/chatter/users/:user';

function userDetail(runtime: Runtime, c: RestContext): Response {
  const wanted = c.req.param('user') ?? '';
  const id = wanted === 'me' ? c.env.session.userId : toId18(wanted);
  const user = id ? runtime.org.store.get('User', id) : null;
  if (!id || !user) throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
  return json({
    id,
    name: user['Name'] ?? null,
    displayName: user['Name'] ?? null,
    firstName: user['FirstName'] ?? null,
    lastName: user['LastName'] ?? null,
    username: user['Username'] ?? null,
    email: user['Email'] ?? null,
    title: user['Title'] ?? null,
    companyName: user['CompanyName'] ?? null,
    isActive: user['IsActive'] === true,
    isInThisCommunity: true,
    userType: 'Internal',
    type: 'User',
    url: `/services/data/${versionOf(c)}/chatter/users/${id}`,
    photo: {
      fullEmailPhotoUrl: `${c.env.origin}/profilephoto/${id.slice(0, 15)}/F`,
      largePhotoUrl: `${c.env.origin}/profilephoto/${id.slice(0, 15)}/F`,
      smallPhotoUrl: `${c.env.origin}/profilephoto/${id.slice(0, 15)}/T`,
      photoVersionId: null,
      url: `/services/data/${versionOf(c)}/chatter/users/${id}/photo`,
    },
  });
}

/** Route for people as Chatter knows them; feeds are not there. */
export function addChatterRoutes(rest: RestApp, runtime: Runtime): void {
  rest.get(PATH, (c) => userDetail(runtime, c));
}
