// Who may sign in, and with what.

export interface PersonalToken {
  readonly kind: 'personal';
  readonly id: number;
  readonly value: string;
  readonly name: string;
  readonly userId: number;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  expires: string | null;
  revoked: boolean;
}

export interface OauthToken {
  readonly kind: 'oauth';
  readonly id: number;
  readonly value: string;
  readonly refreshToken: string;
  readonly applicationUid: string;
  readonly userId: number;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  /** Instant after which the access token is refused; the refresh token outlives it. */
  expiresAt: string;
  revoked: boolean;
}

export type Token = PersonalToken | OauthToken;

export interface Application {
  readonly uid: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly signInAsId: number;
}

/** An authorization code: one use, ten minutes. */
export interface AuthCode {
  readonly code: string;
  readonly applicationUid: string;
  readonly userId: number;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly challenge: string | null;
  readonly method: 'S256' | 'plain';
  readonly createdAt: string;
}

/** A device that waits for a person to agree in a browser. */
export interface DeviceGrant {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly applicationUid: string;
  readonly userId: number;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  agreed: boolean;
}
