// What nginx cannot do by itself: look at a token, say a problem, count. Runs in njs.
import hash from 'crypto';

const ALGORITHMS = {
    RS256: { use: { name: 'RSASSA-PKCS1-v1_5' }, type: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, kty: 'RSA' },
    ES256: { use: { name: 'ECDSA', hash: 'SHA-256' }, type: { name: 'ECDSA', namedCurve: 'P-256' }, kty: 'EC' },
};
const ALLOWED = (process.env.JWT_ALGORITHMS || 'RS256').split(',');
const ISSUER = process.env.JWT_ISSUER || 'https://asyncrpc.local';
const AUDIENCE = process.env.JWT_AUDIENCE || 'asyncrpc';
const SKEW_SECONDS = 30;
const LONGEST = 8192;
const API_KEY = /^ark_[A-Za-z0-9_-]{43}$/;
// A JWKS, or one key for all as its bare SPKI: read once, when nginx starts or is reloaded.
const KEYS = keys.keys;
// What was found good under other keys or for somebody else is not good any more.
const CONFIGURED = digest(JSON.stringify([KEYS, ALLOWED, ISSUER, AUDIENCE]));

function digest(text) {
    return hash.createHash('sha256').update(text).digest('base64');
}

// 204 lets the request pass, 401 does not. Whose an API key is, is the gateway's to ask; here it only has to look like one.
async function token(r) {
    const authorization = r.headersIn.Authorization;
    const key = r.headersIn['X-Api-Key'];
    if (authorization === undefined && API_KEY.test(key)) {
        return r.return(204);
    }
    const reason = authorization === undefined && key !== undefined ? 'unreadable' : await objection(authorization);
    if (reason) {
        ngx.shared.counts.incr(reason, 1, 0);
    }
    r.return(reason ? 401 : 204);
}

async function objection(authorization) {
    if (authorization === undefined) {
        return 'missing';
    }
    const given = /^Bearer +([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*) *$/i.exec(authorization);
    if (!given || authorization.length > LONGEST) {
        return 'unreadable';
    }
    const now = Date.now() / 1000;
    const known = digest(CONFIGURED + given[0]);
    if (now < (ngx.shared.tokens.get(known) || 0)) {
        return '';
    }
    let header, claims;
    try {
        header = JSON.parse(Buffer.from(given[1], 'base64url').toString());
        claims = JSON.parse(Buffer.from(given[2], 'base64url').toString());
    } catch (e) {
        return 'unreadable';
    }
    if (!header || !claims) {
        return 'unreadable';
    }
    const reason = await forged(header, given[1] + '.' + given[2], given[3]) || unfit(claims, now);
    if (!reason) {
        ngx.shared.tokens.set(known, claims.exp + SKEW_SECONDS);
    }
    return reason;
}

// The algorithm is one of those configured, and the key is one for it: a token chooses neither.
async function forged(header, signed, signature) {
    if (typeof header.alg !== 'string' || !ALLOWED.includes(header.alg) || header.crit !== undefined) {
        return 'algorithm';
    }
    const algorithm = ALGORITHMS[header.alg];
    const key = keyFor(header, algorithm);
    if (!key) {
        return 'key';
    }
    let imported;
    try {
        imported = key.spki
            ? await crypto.subtle.importKey('spki', Buffer.from(key.spki, 'base64'), algorithm.type, false, ['verify'])
            : await crypto.subtle.importKey('jwk', publicPart(key), algorithm.type, false, ['verify']);
    } catch (e) {
        return 'key';
    }
    const good = await crypto.subtle.verify(algorithm.use, imported, Buffer.from(signature, 'base64url'), Buffer.from(signed));
    return good ? '' : 'signature';
}

function keyFor(header, algorithm) {
    for (let i = 0; i < KEYS.length; i++) {
        const key = KEYS[i];
        if (key.spki || (typeof header.kid === 'string' && key.kid === header.kid && key.kty === algorithm.kty
            && (!key.use || key.use === 'sig') && (!key.alg || key.alg === header.alg))) {
            return key;
        }
    }
    return null;
}

// A bare public part: what else stands in a JWK (key_ops, x5c) may not agree with the use that is made of it here.
function publicPart(key) {
    return key.kty === 'RSA' ? { kty: 'RSA', n: key.n, e: key.e } : { kty: 'EC', crv: key.crv, x: key.x, y: key.y };
}

function unfit(claims, now) {
    const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
    if (typeof claims.exp !== 'number' || now >= claims.exp + SKEW_SECONDS) {
        return 'expired';
    }
    if (claims.nbf !== undefined && (typeof claims.nbf !== 'number' || now < claims.nbf - SKEW_SECONDS)) {
        return 'not_yet_valid';
    }
    if (claims.iss !== ISSUER) {
        return 'issuer';
    }
    return audiences.includes(AUDIENCE) ? '' : 'audience';
}

// The same words as the gateway's (ProblemType).
const PROBLEMS = {
    400: ['malformed', 'The request cannot be read', 'This is not HTTP as it is spoken here, over TLS.'],
    401: ['unauthenticated', 'No valid token', 'A token of this installation is needed, in the header Authorization.'],
    404: ['not-found', 'There is no such thing', 'There is nothing at this address.'],
    405: ['method-not-allowed', 'This method is not offered here', 'This method is not served here.'],
    408: ['malformed', 'The request cannot be read', 'The request did not come in time.'],
    413: ['too-large', 'The body is too large', 'A request body may have at most 524288 bytes.'],
    429: ['rate-limited', 'Too many requests', 'Too many requests or connections from this address.'],
    503: ['unavailable', 'Not now', 'The service does not answer; whether the request was carried out is not known.'],
};

function problem(r) {
    say(r, Number(r.variables.status));
}

function unavailable(r) {
    say(r, 503);
}

function say(r, status) {
    const words = PROBLEMS[status] || PROBLEMS[400];
    ngx.shared.counts.incr('status_' + (PROBLEMS[status] ? status : 400), 1, 0);
    if (status === 401) {
        const given = r.headersIn.Authorization !== undefined;
        r.headersOut['WWW-Authenticate'] = given ? 'Bearer error="invalid_token"' : 'Bearer';
    }
    if (status === 429 || status === 503) {
        r.headersOut['Retry-After'] = '1';
    }
    r.headersOut['Content-Type'] = 'application/problem+json';
    r.headersOut['Cache-Control'] = 'no-store';
    r.return(status, JSON.stringify(
        { type: 'urn:asyncrpc:problem:' + words[0], title: words[1], status, code: words[0], detail: words[2] }));
}

const REASONS = ['missing', 'unreadable', 'algorithm', 'key', 'signature', 'expired', 'not_yet_valid', 'issuer', 'audience'];

function count(name) {
    return ngx.shared.counts.get(name) || 0;
}

// For the gateway, which tells the core (docs/contracts/counted-logins.v1.json). A restart forgets all, a reload nothing.
function logins(r) {
    ngx.shared.counts.add('since', Date.now());
    const items = REASONS.map(reason => ({ reason, count: count(reason) })).filter(item => item.count > 0);
    r.headersOut['Content-Type'] = 'application/json';
    r.return(200, JSON.stringify({ v: 1, since: new Date(count('since')).toISOString(), items }));
}

// In the format of Prometheus.
function metrics(r) {
    const v = r.variables;
    const lines = ['# TYPE edge_token_refused_total counter']
        .concat(REASONS.map(reason => `edge_token_refused_total{reason="${reason}"} ${count(reason)}`))
        .concat('# TYPE edge_refused_total counter')
        .concat(Object.keys(PROBLEMS).map(status => `edge_refused_total{status="${status}"} ${count('status_' + status)}`))
        .concat('# TYPE edge_connections gauge')
        .concat(['active', 'reading', 'writing', 'waiting'].map(
            state => `edge_connections{state="${state}"} ${v['connections_' + state]}`));
    r.headersOut['Content-Type'] = 'text/plain; version=0.0.4';
    r.return(200, lines.join('\n') + '\n');
}

export default { token, problem, unavailable, logins, metrics };
