import type { OAuthClientProvider, StoredOAuthTokens } from '@modelcontextprotocol/client'
import { redirectUri, type ClientName } from '../../support/authorization-clients.ts'

/** A client on whose behalf a person signs in. Instead of opening a browser it tells where the person would have been sent. */
export function personalProvider(client: ClientName): OAuthClientProvider & { sentTo(): URL } {
  const state: { tokens?: StoredOAuthTokens; verifier?: string; sentTo?: URL } = {}
  return {
    redirectUrl: redirectUri,
    clientMetadata: { redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' },
    clientInformation: () => ({ client_id: client }),
    tokens: () => state.tokens,
    saveTokens: (tokens) => {
      state.tokens = tokens
    },
    redirectToAuthorization: (url) => {
      state.sentTo = url
    },
    saveCodeVerifier: (verifier) => {
      state.verifier = verifier
    },
    codeVerifier: () => state.verifier ?? '',
    sentTo: () => {
      if (state.sentTo === undefined) throw new Error('nobody was sent anywhere')
      return state.sentTo
    },
  }
}
