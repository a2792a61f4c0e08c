import type { Session } from './oauth-tokens';
import type { Org } from './org';
import { parseDateTime } from './time';

/** What the identity URL of a login answers. */
export function identityOf(org: Org, session: Session, origin: string): Record<string, unknown> {
  const user = org.store.get('User', session.userId) ?? {};
  const api = `${origin}/services/data/v{version}`;
  const soap = (kind: string): string => `${origin}/services/Soap/${kind}/{version}/${org.id.slice(0, 15)}`;
  const photo = `${origin}/profilephoto/${session.userId.slice(0, 15)}`;
  return {
    id: `${origin}/id/${org.id}/${session.userId}`,
    asserted_user: true,
    user_id: session.userId,
    organization_id: org.id,
    username: user['Username'] ?? null,
    nick_name: user['CommunityNickname'] ?? null,
    display_name: user['Name'] ?? null,
    email: user['Email'] ?? null,
    email_verified: true,
    first_name: user['FirstName'] ?? null,
    last_name: user['LastName'] ?? null,
    timezone: user['TimeZoneSidKey'] ?? null,
    photos: { picture: `${photo}/F`, thumbnail: `${photo}/T` },
    addr_street: null,
    addr_city: null,
    addr_state: null,
    addr_country: 'DE',
    addr_zip: null,
    mobile_phone: null,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: {
      enterprise: soap('c'),
      metadata: soap('m'),
      partner: soap('u'),
      rest: `${api}/`,
      sobjects: `${api}/sobjects/`,
      search: `${api}/search/`,
      query: `${api}/query/`,
      recent: `${api}/recent/`,
      tooling_soap: soap('T'),
      tooling_rest: `${api}/tooling/`,
      profile: `${origin}/${session.userId}`,
      feeds: `${api}/chatter/feeds`,
      groups: `${api}/chatter/groups`,
      users: `${api}/chatter/users`,
      feed_items: `${api}/chatter/feed-items`,
      feed_elements: `${api}/chatter/feed-elements`,
      custom_domain: origin,
    },
    active: user['IsActive'] === true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: user['LocaleSidKey'] ?? 'en_US',
    utcOffset: 0,
    last_modified_date: new Date(parseDateTime(String(user['LastModifiedDate'])) ?? 0)
      .toISOString()
      .replace('.000Z', 'Z'),
    is_app_installed: true,
  };
}

/** What the OpenID userinfo resource answers. */
export function userInfoOf(org: Org, session: Session, origin: string): Record<string, unknown> {
  const identity = identityOf(org, session, origin);
  const user = org.store.get('User', session.userId) ?? {};
  return {
    sub: identity['id'],
    user_id: session.userId,
    organization_id: org.id,
    preferred_username: user['Username'] ?? null,
    nickname: user['CommunityNickname'] ?? null,
    name: user['Name'] ?? null,
    email: user['Email'] ?? null,
    email_verified: true,
    given_name: user['FirstName'] ?? null,
    family_name: user['LastName'] ?? null,
    zoneinfo: user['TimeZoneSidKey'] ?? null,
    photos: identity['photos'],
    profile: `${origin}/${session.userId}`,
    picture: `${origin}/profilephoto/${session.userId.slice(0, 15)}/F`,
    address: { country: 'DE' },
    urls: identity['urls'],
    active: user['IsActive'] === true,
    user_type: 'STANDARD',
    language: 'en_US',
    locale: user['LocaleSidKey'] ?? 'en_US',
    utcOffset: 0,
    updated_at: identity['last_modified_date'],
    is_app_installed: true,
  };
}
