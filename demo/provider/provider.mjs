// The provider of logins of the demo: real OpenID Connect, and no passwords. Whoever comes chooses
// whom to be. On this machine only, and only for people who are made up.
//
//   node provider.mjs --listen 127.0.0.1:8081 --back http://127.0.0.1:8080 \
//     --secret FILE --people FILE
//
// The file of people is a list of {"sub", "name", "about", "acr"?}. The Debian package has none of
// this.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import Provider from "oidc-provider";

const text = { type: "string" };
const { values: asked } = parseArgs({
  options: { listen: text, back: text, secret: text, people: text },
});
const issuer = `http://${asked.listen}`;
const people = JSON.parse(readFileSync(asked.people, "utf8"));
const secret = readFileSync(asked.secret, "utf8").trim();

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256", kid: "demo" };

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "tilsyn",
      client_secret: secret,
      redirect_uris: [`${asked.back}/login/back`],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      id_token_signed_response_alg: "ES256",
      backchannel_logout_uri: `${asked.back}/login/provider-ended`,
      backchannel_logout_session_required: true,
    },
  ],
  jwks: { keys: [key] },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  acrValues: ["high", "low"],
  pkce: { required: () => true },
  interactions: { url: (_, interaction) => `/choose/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  findAccount: (_, sub) =>
    people.some((one) => one.sub === sub) && { accountId: sub, claims: () => ({ sub }) },
  // Whoever works here has agreed by working here; there is nothing to consent to.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid");
    await grant.save();
    return grant;
  },
});

const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function page() {
  const rows = people.map(
    (one) => `<li><button name="sub" value="${escape(one.sub)}">
<strong>${escape(one.name)}</strong><span>${escape(one.about)}</span></button></li>`,
  );
  return `<!doctype html><html lang="nb"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demo: velg hvem du er</title><style>
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }
main { max-width: 40rem; margin: 3rem auto; padding: 0 1rem }
ul { list-style: none; padding: 0; display: grid; gap: .6rem }
button { width: 100%; text-align: left; padding: .8rem 1rem; font: inherit; cursor: pointer }
button span { display: block; opacity: .85 }
</style></head><body><main>
<h1>Velg hvem du er</h1>
<p>Dette er demoens påloggingstjeneste. Alle her er oppdiktet, og ingen har passord.
<span lang="en">This is the demo's sign-in service: everyone here is made up.</span></p>
<form method="post"><ul>${rows.join("")}</ul></form>
</main></body></html>`;
}

async function body(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return new URLSearchParams(Buffer.concat(pieces).toString("utf8"));
}

async function choose(request, response) {
  await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(page());
    return;
  }
  const sub = (await body(request)).get("sub");
  const chosen = people.find((one) => one.sub === sub);
  const result = chosen
    ? { login: { accountId: sub, acr: chosen.acr ?? "high", amr: ["mfa"] } }
    : { error: "access_denied", error_description: "nobody was chosen" };
  await provider.interactionFinished(request, response, result);
}

const answer = provider.callback();
const server = createServer((request, response) => {
  if (!request.url.startsWith("/choose/")) return answer(request, response);
  return choose(request, response).catch((error) => {
    response.statusCode = 400;
    response.end(String(error.message));
  });
});
const [host, port] = asked.listen.split(":");
server.listen(Number(port), host, () => console.log(issuer));
