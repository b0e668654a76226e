// An identity provider for the journeys, shaped as ProConnect: signed user info, claims, sign-out. Its people are invented.
// node provider.mjs PORT SITE: listens on this machine only, and says "ready".
import { generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";

const [port, site] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
const people = {
  amina: { given_name: "Amina", usual_name: "Fictive", email: "amina@demo.invalid", siret: "00000000000018" },
  inconnu: { given_name: "Igor", usual_name: "Fictif", email: "igor@ailleurs.invalid", siret: "00000000000026" },
};
const page = (title, inside) =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"></head>` +
  `<body><main><h1>${title}</h1>${inside}</main></body></html>`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "maillage",
      client_secret: "un-secret-de-journee",
      redirect_uris: [`${site}/connexion/proconnect/retour/`],
      post_logout_redirect_uris: [`${site}/connexion/proconnect/fin/`],
      token_endpoint_auth_method: "client_secret_post",
      id_token_signed_response_alg: "RS256",
      userinfo_signed_response_alg: "RS256",
    },
  ],
  jwks: { keys: [{ ...key, kid: "journee", alg: "RS256", use: "sig" }] },
  cookies: { keys: ["une-cle-de-journee"] },
  pkce: { required: () => false },
  acrValues: ["eidas1", "eidas2"],
  scopes: ["openid", "given_name", "usual_name", "email", "siret", "uid", "idp_id"],
  claims: {
    openid: ["sub"],
    given_name: ["given_name"],
    usual_name: ["usual_name"],
    email: ["email"],
    siret: ["siret", "organization_label"],
    uid: ["uid"],
    idp_id: ["idp_id"],
    acr: null,
    amr: null,
  },
  features: {
    devInteractions: { enabled: false },
    claimsParameter: { enabled: true },
    jwtUserinfo: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = page(
          "Se déconnecter du fournisseur",
          `${form}<button form="op.logoutForm" name="logout" value="yes">Me déconnecter partout</button>`,
        );
      },
    },
  },
  interactions: { url: (_ctx, interaction) => `/choisir/${interaction.uid}` },
  findAccount: (_ctx, sub) => ({
    accountId: sub,
    claims: () => ({ sub: `sujet-${sub}`, uid: sub, idp_id: "journee", organization_label: "Organisme fictif", ...people[sub] }),
  }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid given_name usual_name email siret uid idp_id");
    grant.addOIDCClaims(["acr", "amr"]);
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  const asked = ctx.path.match(/^\/choisir\/[^/]+(?:\/(\w+))?$/);
  if (!asked) return next();
  if (asked[1]) {
    const login = { accountId: asked[1], acr: "eidas2", amr: ["pwd", "totp"] };
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, { login }));
    return undefined;
  }
  const links = Object.keys(people).map((name) => `<li><a href="${ctx.path}/${name}">${people[name].given_name}</a></li>`);
  ctx.body = page("Fournisseur d'identité fictif", `<ul>${links.join("")}</ul>`);
  return undefined;
});

provider.on("server_error", (_ctx, fault) => console.error(fault));
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
