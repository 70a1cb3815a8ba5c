//! What stays of exported sign-in logs and of outputs of `dsregcmd`: names of members, columns and keys, each with what its value may be.
//!
//! The names are those of Microsoft Graph, Azure Monitor, Log Analytics and the portal's CSV, squeezed: letters and digits in lower case. A value
//! under another name goes. Sorted.

use Rule::{Country, Detail, Error, Host, Kept, Known, Machine, Name, Person, Phrase, Place, Program, Sentence, Span, User};
use SecretKind::{Brand, Device, Ip, Name as PersonName, Place as City};

use crate::redact::kind::SecretKind;
use crate::redact::shape::Shape::{self, Address, Application, Code, Count, Flag, Guid, Small, Thumbprint, Time, Version};

/// What a value under a name may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::redact) enum Rule {
    /// It has one of these shapes.
    Kept(&'static [Shape]),
    /// Words that the service itself uses.
    Phrase,
    /// What an administrator called a policy, an application, a resource, a place: masked.
    Name,
    /// A sentence of the service: masked.
    Sentence,
    /// A browser or an operating system with its version.
    Program,
    /// A country in two letters.
    Country,
    /// City, state and country: the country stays.
    Place,
    /// An error of OAuth or a code.
    Error,
    /// A host of the service.
    Host,
    /// From one time to another.
    Span,
    /// How someone proved who they are: a phone, a device.
    Detail,
    /// The names that someone signs in with.
    User,
    /// The name of the machine.
    Machine,
    /// It tells of a person.
    Person(SecretKind),
    /// The name is known; what it holds is looked into, and else goes.
    Known,
}

impl Rule {
    /// What may stay there, as the documents say it; `None` where nothing does.
    #[cfg(feature = "internals")]
    pub(super) fn description(self) -> Option<&'static str> {
        Some(match self {
            Kept(shapes) => shapes.first()?.description(),
            Phrase => "words of the service",
            Name => "name that an administrator gave, masked",
            Sentence => "sentence of the service, masked",
            Program => "browser or operating system with its version",
            Country => "country in two letters",
            Place => "the country in it",
            Error => "error of OAuth or code",
            Host => "host of the service",
            Span => "two times",
            Detail | User | Machine | Person(_) | Known => return None,
        })
    }
}

const ID: Rule = Kept(&[Guid]);
const FLAG: Rule = Kept(&[Flag]);
const COUNT: Rule = Kept(&[Count]);
const TIME: Rule = Kept(&[Time, Shape::Epoch]);
const CODE: Rule = Kept(&[Code]);
const ADDRESS: Rule = Kept(&[Address]);
const RESOURCE: Rule = Kept(&[Application]);
const HASH: Rule = Kept(&[Thumbprint]);
/// A word, or a number: `4`, `Informational`.
const LEVEL: Rule = Kept(&[Small, Shape::OneOf("informational warning error critical verbose")]);
const NUMBER: Rule = Kept(&[Shape::Words]);

/// Members and columns. `devicedetail.displayname`: as a member of `deviceDetail` only.
pub(super) const MEMBERS: &[(&str, Rule)] = &[
    ("aadtenantid", ID),
    ("activitydatetime", TIME),
    ("activitydisplayname", Known),
    ("additionaldetails", Phrase),
    ("agent", Known),
    ("agenttype", Phrase),
    ("alternatesigninname", User),
    ("altitude", Known),
    ("appdisplayname", Name),
    ("appid", RESOURCE),
    ("application", Name),
    ("applicationid", RESOURCE),
    ("appliedconditionalaccesspolicies", Known),
    ("appliedeventlisteners", Known),
    ("appownertenantid", ID),
    ("appserviceprincipalid", ID),
    ("associatedresourceid", ADDRESS),
    ("audiencereasons", Phrase),
    ("authdetail", Detail),
    ("authenticationappdevicedetails", Known),
    ("authenticationapppolicyevaluationdetails", Known),
    ("authenticationcontextclassreferences", Known),
    ("authenticationcontextclassreferences.detail", Phrase),
    ("authenticationcontextclassreferences.id", Kept(&[Guid, Shape::OneOf(CONTEXTS)])),
    ("authenticationdetails", Known),
    ("authenticationmethod", Phrase),
    ("authenticationmethoddetail", Detail),
    ("authenticationmethodsused", Phrase),
    ("authenticationprocessingdetails", Known),
    ("authenticationprotocol", Phrase),
    ("authenticationrequirement", Phrase),
    ("authenticationrequirementpolicies", Known),
    ("authenticationstepdatetime", TIME),
    ("authenticationsteprequirement", Phrase),
    ("authenticationstepresultdetail", Sentence),
    ("authenticationstrength", Known),
    ("authenticationstrength.displayname", Name),
    ("authenticationstrengthid", ID),
    ("authmethod", Phrase),
    ("autonomoussystemnumber", COUNT),
    ("azureresourceid", ADDRESS),
    ("browser", Program),
    ("calleripaddress", Person(Ip)),
    ("category", Phrase),
    ("city", Person(City)),
    ("clientapp", Phrase),
    ("clientappused", Phrase),
    ("clientcredentialtype", Phrase),
    ("columnname", Phrase),
    ("columns", Known),
    ("columns.name", Known),
    ("columns.type", Phrase),
    ("compliant", FLAG),
    ("conditionalaccess", Phrase),
    ("conditionalaccessaudiences", RESOURCE),
    ("conditionalaccesscondition", Phrase),
    ("conditionalaccesspolicies", Known),
    ("conditionalaccessstatus", Phrase),
    ("conditionsnotsatisfied", Kept(&[Count, Shape::OneOf(CONDITIONS)])),
    ("conditionssatisfied", Kept(&[Count, Shape::OneOf(CONDITIONS)])),
    ("correlationid", ID),
    ("country", Country),
    ("countryorregion", Country),
    ("createddatetime", TIME),
    ("credentialkeyid", ID),
    ("credentialthumbprint", HASH),
    ("crosstenantaccesstype", Phrase),
    ("date", TIME),
    ("dateutc", TIME),
    ("detail", Phrase),
    ("devicedetail", Known),
    ("devicedetail.displayname", Person(Device)),
    ("deviceid", ID),
    ("displayname", Name),
    ("domainhintpresent", FLAG),
    ("durationms", COUNT),
    ("enforcedgrantcontrols", Name),
    ("enforcedsessioncontrols", Name),
    ("errorcode", CODE),
    ("eventtype", Phrase),
    ("excluderulessatisfied", Known),
    ("executedlistenerid", ID),
    ("expirationrequirement", Phrase),
    ("failurereason", Sentence),
    ("federatedcredentialid", ID),
    ("federatedtokenid", Known),
    ("federatedtokenissuer", ADDRESS),
    ("flaggedforreview", FLAG),
    ("geocoordinates", Known),
    ("globalsecureaccessipaddress", Person(Ip)),
    ("hometenantid", ID),
    ("hometenantname", Person(Brand)),
    ("id", ID),
    ("identity", Person(PersonName)),
    ("includerulessatisfied", Known),
    ("incomingtokentype", Phrase),
    ("initiatedby", Known),
    ("ipaddress", Person(Ip)),
    ("ipaddressfromresourceprovider", Person(Ip)),
    ("ipaddressseenbyresource", Person(Ip)),
    ("iscaetoken", FLAG),
    ("iscompliant", FLAG),
    ("isinteractive", FLAG),
    ("ismanaged", FLAG),
    ("isrisky", FLAG),
    ("istenantrestricted", FLAG),
    ("isthroughglobalsecureaccess", FLAG),
    ("itemid", ID),
    ("jointype", Phrase),
    ("key", Known),
    ("latency", COUNT),
    ("latitude", Known),
    ("legacytlsinfo", Phrase),
    ("level", LEVEL),
    ("location", Place),
    ("locationdetails", Known),
    ("loginhintpresent", FLAG),
    ("longitude", Known),
    ("managed", FLAG),
    ("managedidentitytype", Phrase),
    ("managedserviceidentity", Known),
    ("mfadetail", Known),
    ("msitype", Phrase),
    ("multifactorauthenticationauthdetail", Detail),
    ("multifactorauthenticationauthmethod", Phrase),
    ("multifactorauthenticationresult", Sentence),
    ("name", Known),
    ("networklocationdetails", Known),
    ("networknames", Name),
    ("networktype", Phrase),
    ("nextlink", ADDRESS),
    ("oauthscopeinfo", Kept(&[Shape::Scopes])),
    ("odatacontext", Known),
    ("odatacount", COUNT),
    ("odatanextlink", ADDRESS),
    ("odatatype", Phrase),
    ("operatingsystem", Program),
    ("operationname", Phrase),
    ("operationversion", Kept(&[Version])),
    ("originalrequestid", ID),
    ("originaltransfermethod", Phrase),
    ("policyid", ID),
    ("policyname", Name),
    ("policytenantid", ID),
    ("privatelinkdetails", Known),
    ("privatelinkdetails.resourceid", ADDRESS),
    ("processingtimeinmilliseconds", COUNT),
    ("properties", Known),
    ("records", Known),
    ("requestid", ID),
    ("requestsequence", COUNT),
    ("requirementprovider", Phrase),
    ("resource", Name),
    ("resourcedisplayname", Name),
    ("resourcegroup", Name),
    ("resourceid", RESOURCE),
    ("resourceidentity", RESOURCE),
    ("resourceownertenantid", ID),
    ("resourceprovider", Name),
    ("resourceserviceprincipalid", ID),
    ("resourcetenantid", ID),
    ("result", Phrase),
    ("resultdescription", Sentence),
    ("resultsignature", Phrase),
    ("resulttype", CODE),
    ("riskdetail", Phrase),
    ("riskeventtypes", Phrase),
    ("riskeventtypesv2", Phrase),
    ("risklevel", Phrase),
    ("risklevelaggregated", Phrase),
    ("risklevelduringsignin", Phrase),
    ("riskstate", Phrase),
    ("rootkeytype", Phrase),
    ("rows", Known),
    ("rulesatisfied", Phrase),
    ("serviceprincipalcredentialkeyid", ID),
    ("serviceprincipalcredentialthumbprint", HASH),
    ("serviceprincipalid", ID),
    ("serviceprincipalname", Name),
    ("sessionid", ID),
    ("sessionlifetimepolicies", Known),
    ("signinerrorcode", CODE),
    ("signineventtypes", Phrase),
    ("signinidentifier", User),
    ("signinidentifiertype", Phrase),
    ("signinsessionstatus", Phrase),
    ("signinsessionstatuscode", COUNT),
    ("signintokenprotectionstatus", Phrase),
    ("sourcesystem", Phrase),
    ("state", Person(City)),
    ("status", Kept(&[Shape::OneOf("success failure interrupted"), Code])),
    ("statussequence", COUNT),
    ("succeeded", FLAG),
    ("tablename", Phrase),
    ("tables", Known),
    ("targetresources", Known),
    ("tenantid", ID),
    ("throughglobalsecureaccess", FLAG),
    ("time", TIME),
    ("timegenerated", TIME),
    ("tokenissuername", Known),
    ("tokenissuertype", Phrase),
    ("tokenprotectionsigninsession", Phrase),
    ("tokenprotectionsigninsessionstatuscode", COUNT),
    ("tokenprotectionstatusdetails", Known),
    ("trusttype", Phrase),
    ("type", Phrase),
    ("uniquetokenidentifier", HASH),
    ("user", Person(PersonName)),
    ("useragent", Kept(&[Shape::Agent])),
    ("userdisplayname", Person(PersonName)),
    ("userid", ID),
    ("username", User),
    ("userprincipalname", User),
    ("usertype", Phrase),
    ("value", Known),
];

/// Keys of `dsregcmd /status`, in lower case with one blank between words.
pub(super) const KEYS: &[(&str, Rule)] = &[
    ("aadrecoveryenabled", FLAG),
    ("acquireprtdiagnostics", Phrase),
    ("ad configuration test", Phrase),
    ("ad connectivity test", Phrase),
    ("adfsraisready", FLAG),
    ("adfsrefreshtoken", FLAG),
    ("attempt status", NUMBER),
    ("authcodeurl", ADDRESS),
    ("azureadjoined", FLAG),
    ("azureadprt", FLAG),
    ("azureadprtauthority", ADDRESS),
    ("azureadprtexpirytime", TIME),
    ("azureadprtupdatetime", TIME),
    ("canreset", Phrase),
    ("certenrollment", Phrase),
    ("client errorcode", NUMBER),
    ("client time", TIME),
    ("cloudtgt", FLAG),
    ("correlation id", ID),
    ("credential type", Phrase),
    ("device name", Machine),
    ("deviceauthstatus", Phrase),
    ("devicecertificatevalidity", Span),
    ("deviceeligible", FLAG),
    ("deviceid", ID),
    ("display name updated", Phrase),
    ("domainjoined", FLAG),
    ("domainname", Person(Brand)),
    ("drs connectivity test", Phrase),
    ("drs discovery test", Phrase),
    ("endpoint uri", ADDRESS),
    ("enterprisejoined", FLAG),
    ("enterpriseprt", FLAG),
    ("enterpriseprtauthority", ADDRESS),
    ("enterpriseprtexpirytime", TIME),
    ("enterpriseprtupdatetime", TIME),
    ("error phase", Phrase),
    ("executing account name", User),
    ("fallback to fed-join", Phrase),
    ("fallback to sync-join", Phrase),
    ("http error", NUMBER),
    ("http method", Phrase),
    ("http status", COUNT),
    ("https status", COUNT),
    ("idp", Host),
    ("isdevicejoined", FLAG),
    ("isuserazuread", FLAG),
    ("joinsrvid", ADDRESS),
    ("joinsrvurl", ADDRESS),
    ("joinsrvversion", Kept(&[Version])),
    ("keycontainerid", Known),
    ("keyprovider", Phrase),
    ("keysignservice", Phrase),
    ("keysigntest", Phrase),
    ("keysrvid", ADDRESS),
    ("keysrvurl", ADDRESS),
    ("keysrvversion", Kept(&[Version])),
    ("mdmcomplianceurl", ADDRESS),
    ("mdmtouurl", ADDRESS),
    ("mdmurl", ADDRESS),
    ("ngckeyid", Known),
    ("ngcset", FLAG),
    ("onpremtgt", FLAG),
    ("os version updated", Phrase),
    ("policyenabled", FLAG),
    ("postlogonenabled", FLAG),
    ("prereqresult", Phrase),
    ("previous prt attempt", TIME),
    ("previous registration", TIME),
    ("refreshprtdiagnostics", Phrase),
    ("registration type", Phrase),
    ("request id", ID),
    ("server error code", Error),
    ("server error description", Sentence),
    ("server errorcode", Error),
    ("server message", Sentence),
    ("sessionisnotremote", FLAG),
    ("settingsurl", ADDRESS),
    ("tenantid", ID),
    ("tenantname", Person(Brand)),
    ("thumbprint", HASH),
    ("token acquisition test", Phrase),
    ("tpmprotected", FLAG),
    ("user context", Phrase),
    ("user identity", User),
    ("virtual desktop", Phrase),
    ("wamdefaultauthority", Phrase),
    ("wamdefaultid", ADDRESS),
    ("wamdefaultset", Phrase),
    ("workplacedeviceid", ID),
    ("workplaceidp", Host),
    ("workplacejoined", FLAG),
    ("workplacemdmurl", ADDRESS),
    ("workplacesettingsurl", ADDRESS),
    ("workplacetenantid", ID),
    ("workplacetenantname", Person(Brand)),
    ("workplacethumbprint", HASH),
];

/// Conditions of a policy, as the service calls them.
const CONDITIONS: &str = "none application users devicePlatform location clientType signInRisk userRisk time deviceState client ipAddressSeenByAzureAD \
    ipAddressSeenByResourceProvider servicePrincipals servicePrincipalRisk authenticationFlows insiderRisk unknownFutureValue";

/// Ids of authentication contexts.
const CONTEXTS: &str = "urn:user:registersecurityinfo urn:microsoft:req1 urn:microsoft:req2 urn:microsoft:req3 c1 c2 c3 c4 c5 c6 c7 c8 c9 c10 c11 c12 \
    c13 c14 c15 c16 c17 c18 c19 c20 c21 c22 c23 c24 c25 c26 c27 c28 c29 c30 c31 c32 c33 c34 c35 c36 c37 c38 c39 c40 c41 c42 c43 c44 c45 c46 c47 c48 \
    c49 c50 c51 c52 c53 c54 c55 c56 c57 c58 c59 c60 c61 c62 c63 c64 c65 c66 c67 c68 c69 c70 c71 c72 c73 c74 c75 c76 c77 c78 c79 c80 c81 c82 c83 c84 \
    c85 c86 c87 c88 c89 c90 c91 c92 c93 c94 c95 c96 c97 c98 c99";

/// The words of which the service makes its own: enumerations (`reportOnlyNotApplied`) and short phrases (`Mobile app notification`).
pub(super) const WORDS: &str = "\
    and approval destructive pre 509 aad ab about accept acceptable access account accounts action active activesync activity actor ad adapter additional address address2 admin administration \
    administrator admins adfs after agent agentic ai all allowed alternate among anomalous anomaly anonymized any anywhere api app application applications applied approval \
    apps approved arm as assertion assigned at attack attacker attempt attempted attestation audience audit auth authenticate authenticated authentication \
    authenticator authorization authority auto autodiscover aware azure azuread b2b backup based baseline basic be because bearer been before behavior best between \
    biometric block blocked book bool boolean both bound browser browsers business but by cae call can cancel canceled cancelled cannot certificate change changed channel \
    check claim claims class client clients cloud code collaboration company compliance compliant compromise compromised condition conditional completed confirm confirmed connect \
    connection consent consumer contact container context continuous control conversation cookie corp corpnet correct could country create created credential credentials \
    cross crypto csp ctp custom d data date datetime days declined decimal default defaults defender delegated deleted denied dependency description desktop destination \
    destroy detail detected detection device devices did digital direct directory disabled discover discovered discovery dismissed do does domain double driven due \
    duration dynamic e each ecosystem either elevated eligible email enabled end enforced enforcement enrolled enrollment enter entered entra error errors \
    established evaluated evaluation evasion event every exchange exist expected expired explicit ext extension external extranet factor fail failed \
    failure false familiar features federated federation fido fido2 first flow flows for force forced forwarding found frequency from future g generated generic \
    get given global gps grant graph group groups guest guid had hardware has hash have hello hidden high http https hybrid i id identifier identities identity \
    if imap imap4 impossible in inbound inbox incorrect individual infected info informational initial inside insider int intelligence interaction interactive internal \
    interrupt interrupted intranet invalid investigations ip is issuer item join joined k kerberos key keyset keys known last leaked legacy less level life lifetime \
    limit limited list local location locations locked log login logs long low m m365 mac macos mail mailbox malicious malware managed management manipulation manual \
    mapi match mcas mdm medium member message messages met method methods mfa microsoft middle mismatch missing mobile model monitor more ms msi multi \
    multi-factor multifactor multiple must my name named nation native need needed needs network networks never new next ngc no non none normal not notification \
    nps nt number oath oauth oauth2 object of office offline old on one one-time onetime online only open operation option options or organizations os other others otp \
    outbound outlook over owner p page partial partner pass passcode passed passkey passkeys passthrough pass-through password passwordless passwords pattern per per-user \
    perform performed period periodic periodically permission persistent phone pin place platform policies policy pop pop3 post powershell present presented \
    previous previously primary principal principals private processing proof property protected protection protocol provide provided provider provision provisioning proxy prt push put \
    qr query quick random re realtime reason reauthentication reboot recently recovery refresh register registered registration reject rejected remediated \
    remember remembered remote removed report reporting request requested require required requirement requirements requires requiring reset resource respond \
    responded response result retired retry reused review risk risks risky role roles ropc rpc rule rules run running safe saml saml11 saml20 sas satisfied satisfies scope second secret \
    secure secured security seen self send server service services session sessions set sharepoint should sign signed signin sign-in signins signing single single-factor sms smtp so \
    software source spray sso state status step still storage strength strong strongly succeeded success successful successfully support suspicious sync system \
    t table tenant temp temporary terms test tested text than that the there they things this threat through time timeout timespan to token tokens tpm traffic transfer \
    transient travel true trust trusted try two type un un-elevated unable unassigned unbound undefined unexpected unfamiliar unknown unlikely unmanaged unspecified unsupported \
    until update updated use used user users using v1 v2 valid validated validation value verification verified version via voice wait was way we web were when which while \
    will window windows with without word work workplace wrong ws x x509 xmpp yes \
    aadnoninteractive anomalies authenticators behaviour deny endpoint enforce evaluate expire extended fips hours house impersonation jit kmsi mailboxes \
    methodology minutes mode noninteractive oneway onpremises on-premises onprem outside own passed phones possible preferred premises prompt prompts readiness \
    ready reputation seamless service-principal sensitive signal signature softwareoath sp start strengths stored subject suspended synced telephony third throttled twoway types ui \
    unavailable unblocked unenrolled unregistered universal unsafe userbased user-based verify virtual wam who within";

#[cfg(test)]
mod tests {
    use crate::redact::tables::is_phrase;

    #[test]
    fn names_are_sorted_and_stand_once() {
        for list in [super::MEMBERS, super::KEYS] {
            assert!(list.is_sorted_by(|(one, _), (next, _)| one < next), "{:?}", list.windows(2).find(|pair| pair[0].0 >= pair[1].0));
            assert!(list.iter().all(|(name, _)| name.len() <= crate::redact::tables::LONGEST_MEMBER), "one is longer than is looked up");
        }
    }

    /// What Microsoft Graph, Log Analytics, the portal and Windows write.
    const SAID: &[&str] = &[
        "success failure notApplied notEnabled unknown unknownFutureValue reportOnlySuccess reportOnlyFailure reportOnlyNotApplied reportOnlyInterrupted",
        "Not Applied|Interrupted|Report-only: Failure",
        "none low medium high hidden confirmedSafe remediated dismissed atRisk confirmedCompromised",
        "adminGeneratedTemporaryPassword userPerformedSecuredPasswordChange userPerformedSecuredPasswordReset adminConfirmedSigninSafe aiConfirmedSigninSafe",
        "userPassedMFADrivenByRiskBasedPolicy adminDismissedAllRiskForUser adminConfirmedSigninCompromised adminConfirmedUserCompromised",
        "m365DAdminDismissedDetection userChangedPasswordOnPremises adminDismissedRiskForSignIn adminConfirmedAccountSafe",
        "unlikelyTravel anonymizedIPAddress maliciousIPAddress unfamiliarFeatures malwareInfectedIPAddress suspiciousIPAddress leakedCredentials",
        "investigationsThreatIntelligence generic passwordSpray impossibleTravel newCountry anomalousToken tokenIssuerAnomaly suspiciousBrowser",
        "member guest Member Guest b2bCollaboration b2bDirectConnect microsoftSupport serviceProvider passthrough",
        "none primaryRefreshToken saml11 saml20 remoteDesktopToken refreshToken oAuth2 ropc wsFederation deviceCode authenticationTransfer nativeAuth",
        "AzureAD ADFederationServices AzureADBackupAuth ADFederationServicesMFAAdapter NPSExtension",
        "interactiveUser nonInteractiveUser servicePrincipal managedIdentity userPrincipalName phoneNumber proxyAddress qrCode",
        "Browser|Mobile Apps and Desktop clients|Exchange ActiveSync|IMAP4|POP3|SMTP|Authenticated SMTP|MAPI Over HTTP|Offline Address Book|Other clients",
        "Outlook Anywhere (RPC over HTTP)|Exchange Web Services|Exchange Online PowerShell|AutoDiscover|Universal Outlook|Reporting Web Services",
        "Azure AD joined|Hybrid Azure AD joined|Azure AD registered|Microsoft Entra joined|AzureAd|ServerAd|Workplace",
        "multiFactorAuthentication singleFactorAuthentication|Multifactor authentication|Single-factor authentication|Multi-factor authentication",
        "none clientSecret clientAssertion federatedIdentityCredential managedIdentity certificate bound unbound userAssigned systemAssigned",
        "intranet extranet namedNetwork trusted trustedNamedLocation",
        "Password|Text message|Mobile app notification|Mobile app verification code|OATH hardware token|OATH software token|FIDO2 security key",
        "Passkey (device-bound)|Windows Hello for Business|X.509 Certificate|Temporary Access Pass|Previously satisfied|Phone call approval|QR code pin",
        "Passwordless phone sign-in|Email one-time passcode|Certificate-based authentication|Phone sign-in|Federated",
        "Primary authentication|Multifactor authentication|Primary Authentication|User|Request",
        "Password in the cloud|Password Hash Sync|Pass-through Authentication",
        "MFA requirement satisfied by claim in the token|MFA completed in Azure AD|MFA denied; user declined the authentication",
        "MFA requirement satisfied by claim provided by external provider|MFA denied; user did not respond to mobile app notification",
        "The user was presented options to provide contact options so that they can do MFA.",
        "SignInLogs NonInteractiveUserSignInLogs ServicePrincipalSignInLogs ManagedIdentitySignInLogs SigninLogs AADNonInteractiveUserSignInLogs",
        "AADServicePrincipalSignInLogs AADManagedIdentitySignInLogs AuditLogs|Sign-in activity|PrimaryResult|Azure AD",
        "rememberMultifactorAuthenticationOnTrustedDevices tenantTokenLifetimePolicy audienceTokenLifetimePolicy signInFrequencyPeriodicReauthentication",
        "ngcMfa signInFrequencyEveryTime multiConditionalAccess authenticationStrengths securityDefaults riskBasedPolicy",
        "application users devicePlatform location clientType signInRisk userRisk deviceState allApps userId allUsers",
        "SUCCESS|FAILED. Device is either disabled or deleted|FAILED. ERROR|PASSED|MUST Run elevated to test.|NOT SET|PRESENT|WillProvision|WillNotProvision",
        "UN-ELEVATED User|ELEVATED User|SYSTEM|Microsoft Platform Crypto Provider|FAIL [0x801c0021/0x80072ee2]|Managed by MDM|ERROR (0x80070520)",
        "organizations|DestructiveOnly|DestructiveAndNonDestructive|invalid_grant|DirectoryError|pre-check|discover|auth|join",
    ];

    #[test]
    fn what_the_service_says_stays() {
        for line in SAID {
            for said in line.split('|').flat_map(|part| if line.contains('|') { vec![part] } else { part.split(' ').collect() }) {
                assert!(is_phrase(said), "{said}");
            }
        }
        for other in
            ["Lena", "lenaHartwig", "nine Walnut stairs", "Phone of Lena", "Husby", "+49 170 1234567", "contoso", "Passw0rd", "", ",;"]
        {
            assert!(!is_phrase(other), "{other}");
        }
    }
}
