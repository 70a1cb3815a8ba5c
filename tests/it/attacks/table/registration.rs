//! Sites that register, reset and administer: their fields hold what opens the account for years.

use super::super::values::Shape;
use super::{Row, answer, answer_header, answer_json, form, header, json, row};

const MYSIGNINS: &str = "https://mysignins.microsoft.com/api/authenticationmethods/initializemobileappregistration";
const RESET: &str = "https://passwordreset.microsoftonline.com/";
const B2C: &str = "https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/B2C_1A_signin/SelfAsserted";
const TYPE: &str = "https://login.microsoftonline.com/common/GetCredentialType?mkt=en-US";

pub(super) fn rows() -> Vec<Row> {
    [registration(), reset(), b2c(), service(), passkeys(), administration()].into_iter().flatten().collect()
}

fn registration() -> Vec<Row> {
    const KIND: &str = "registration";
    let mut rows = Vec::new();
    let seed = |http: String| {
        row(KIND, http)
            .names(&["SecretKey", "secretKey", "TotpSeed", "SharedSecret", "OathSecret", "ManualEntryKey", "base32"])
            .shape(Shape::Seed)
    };
    rows.push(seed(answer_json(MYSIGNINS, "{\"Result\":{\"$n\":\"$j\",\"AccountName\":\"x\"}}")).after("\"$n\": \"{}\""));
    rows.push(seed(json(MYSIGNINS, "{\"Type\":3,\"VerificationData\":{\"$n\":\"$j\"}}")));
    rows.push(seed(answer_json("https://portal.fabrikam.example/2fa", "{\"$n\":\"$j\"}")));
    // Groups of four, as they are shown to people.
    rows.push(row(KIND, answer_json(MYSIGNINS, "{\"SecretKey\":\"$v\"}")).shape(Shape::Words));
    for names in [
        &["ActivationCode", "VerificationData", "VerificationContext", "SessionCtx", "Context", "Ticket", "AuthenticationCode"][..],
        &["RegistrationToken", "DeviceToken", "NotificationToken", "PollingToken", "challengeId", "flowContext", "Signature"][..],
    ] {
        for shape in [Shape::Digits(9), Shape::Base64, Shape::Opaque(14)] {
            rows.push(row(KIND, answer_json(MYSIGNINS, "{\"Result\":{\"$n\":\"$j\"}}")).names(names).shape(shape).after("\"$n\": \"{}\""));
            rows.push(
                row(KIND, json("https://mysignins.microsoft.com/api/authenticationmethods/new", "{\"$n\":\"$j\"}"))
                    .names(names)
                    .shape(shape),
            );
        }
    }
    rows.push(row(KIND, answer_json(MYSIGNINS, "{\"QrCode\":\"data:image/png;base64,⟦b PNG $v and more⟧\"}")));
    rows.push(
        row(KIND, answer_json(MYSIGNINS, "{\"QrCode\":\"phonefactor://activate_account?code=$v&url=https%3A%2F%2Fx\"}"))
            .shape(Shape::Digits(9)),
    );
    rows.push(
        row(KIND, answer_json(MYSIGNINS, "{\"QrCode\":\"otpauth://totp/Contoso:alex?secret=$v&issuer=Contoso\"}")).shape(Shape::Seed),
    );
    rows.push(row(KIND, answer_json(MYSIGNINS, "{\"SameDeviceUrl\":\"msauth://activate?ticket=$v\"}")));
    rows.push(
        row(KIND, answer_json(MYSIGNINS, "{\"SameDeviceUrl\":\"microsoft-authenticator://activatePhoneFactor?code=$v\"}"))
            .shape(Shape::Digits(9)),
    );
    rows.push(row(KIND, answer_json(MYSIGNINS, "{\"Url\":\"https://mobileappcommunicator.auth.microsoft.com/activate/$v\"}")));
    rows.push(row(KIND, answer(MYSIGNINS, "image/svg+xml", "<svg><text>otpauth://totp/x?secret=$v</text></svg>")).shape(Shape::Seed));
    rows.push(
        row(KIND, answer("https://mysignins.microsoft.com/register", "text/html", "<img src=\"otpauth://totp/x?secret=$v\">"))
            .shape(Shape::Seed),
    );
    for name in [
        "SessionCtx",
        "Sessionctxv2",
        "AjaxSessionKey",
        "RequestVerificationToken",
        "X-Kelp-Ctx",
        "sessionctxv3",
        "AjaxRequestKey",
        "x-ms-csrf",
    ] {
        let names = &[name][..];
        rows.push(row(KIND, header(MYSIGNINS, "$n: $v")).names(names).shape(Shape::Base64).after("{}"));
        rows.push(row(KIND, answer_header(MYSIGNINS, "$n: $v")).names(names).shape(Shape::Opaque(24)).after("{}"));
    }
    rows.push(row(KIND, json(MYSIGNINS, "{\"PhoneNumber\":\"$j\",\"CountryCode\":\"49\"}")).shape(Shape::NationalPhone).personal());
    rows.push(row(KIND, json(MYSIGNINS, "{\"Data\":\"$j\"}")).shape(Shape::Phone).personal());
    rows.push(row(KIND, answer_json(MYSIGNINS, "[{\"Type\":5,\"Data\":\"$j\",\"DisplayName\":\"x\"}]")).shape(Shape::Mail).personal());
    rows.push(row(KIND, answer_json(MYSIGNINS, "[{\"DeviceName\":\"$j\"}]")).shape(Shape::Device).personal());
    rows.push(row(KIND, json(MYSIGNINS, "{\"SecurityQuestions\":[{\"Question\":\"3\",\"Answer\":\"$j\"}]}")).shape(Shape::Name));
    rows
}

fn reset() -> Vec<Row> {
    const KIND: &str = "reset of a password";
    let names = [
        "ctl00$ContentPlaceholderMainContent$PasswordText",
        "ctl00$ContentPlaceholderMainContent$ConfirmPasswordText",
        "__VIEWSTATE",
        "__EVENTVALIDATION",
        "ctl00$x$CaptchaText",
        "ctl00$x$SmsCodeText",
        "ctl00$x$NewPassword",
        "__REQUESTDIGEST",
        "__RequestVerificationToken",
        "ctl00$x$AnswerText",
        "ctl00$x$SecurityQuestion1Answer",
        "hdnTicket",
        "ctl00$x$OtpTextBox",
        "ctl00$x$hfToken",
    ];
    let mut rows = Vec::new();
    for shape in [Shape::Letters, Shape::Opaque(9), Shape::Base64] {
        rows.push(row(KIND, form(RESET, "__EVENTTARGET=&⟦q $n⟧=$q&x=1")).names(&names).shape(shape).after("={}"));
        rows.push(
            row(KIND, form("https://account.activedirectory.windowsazure.com/ChangePassword.aspx", "⟦q $n⟧=$q")).names(&names).shape(shape),
        );
        rows.push(
            row(
                KIND,
                answer(
                    RESET,
                    "text/html",
                    "<html><body><form action=\"x\"><input type=\"hidden\" name=\"$n\" value=\"$h\" /></form></body></html>",
                ),
            )
            .names(&names)
            .shape(shape)
            .after("{}"),
        );
    }
    for name in ["ctl00$x$UserIdText", "ctl00$x$EmailText"] {
        rows.push(row(KIND, form(RESET, "⟦q $n⟧=$q")).names(&[name]).shape(Shape::Mail).personal());
    }
    rows.push(row(KIND, form(RESET, "ctl00%24x%24PhoneText=$q")).shape(Shape::NationalPhone).personal());
    rows.push(row(KIND, answer(RESET, "text/plain", "1|#||4|200|updatePanel|x|<input value=\"$h\">|0|hiddenField|__VIEWSTATE|$v|")));
    rows.push(
        row(
            KIND,
            json("https://login.microsoftonline.com/common/onpremvalidation/Begin", "{\"OldPassword\":\"$j\",\"NewPassword\":\"$j\"}"),
        )
        .shape(Shape::Letters),
    );
    rows.push(row(KIND, super::get("https://passwordreset.microsoftonline.com/passwordreset?token=$v&sessionkey=x")));
    rows.push(row(KIND, super::get("https://aka.ms/sspr?kelp=$v")));
    rows
}

fn b2c() -> Vec<Row> {
    const KIND: &str = "Azure AD B2C and External ID";
    let custom = "https://login.contoso.example/contosob2c.onmicrosoft.com/b2c_1_signin/SelfAsserted";
    let ciam = "https://contosoext.ciamlogin.com/contosoext.onmicrosoft.com/signup/v1.0/challenge";
    let mut rows = Vec::new();
    for url in [B2C, custom, ciam] {
        rows.push(row(KIND, header(url, "X-CSRF-TOKEN: $v")).shape(Shape::Base64).after("{}"));
        rows.push(row(KIND, header(url, "Cookie: x-ms-cpim-csrf=$c; x=y")).shape(Shape::Base64));
        let names = [
            "csrf_token",
            "reenterPassword",
            "tx",
            "StateProperties",
            "password",
            "newPassword",
            "oldPassword",
            "VerificationCode",
            "diags_ticket",
        ];
        for shape in [Shape::Base64, Shape::Letters] {
            rows.push(row(KIND, form(url, "request_type=RESPONSE&$n=$q")).names(&names).shape(shape).after("$n={}"));
            rows.push(row(KIND, super::get(&format!("{url}?p=B2C_1A_signin&$n=$q"))).names(&names).shape(shape).after("$n={}"));
        }
        for (name, shape) in [
            ("signInName", Shape::Mail),
            ("logonIdentifier", Shape::Account),
            ("email", Shape::Mail),
            ("givenName", Shape::Name),
            ("surname", Shape::Name),
            ("streetAddress", Shape::Street),
            ("city", Shape::Name),
            ("postalCode", Shape::Digits(8)),
            ("extension_customerNumber", Shape::Digits(9)),
            ("mobilePhone", Shape::NationalPhone),
            ("displayName", Shape::Words),
            ("jobTitle", Shape::Words),
            ("strongAuthenticationPhoneNumber", Shape::Phone),
        ] {
            rows.push(row(KIND, form(url, "request_type=RESPONSE&$n=$q")).names(&[name]).shape(shape).personal().after("$n={}"));
            rows.push(row(KIND, json(url, "{\"attributes\":{\"$n\":\"$j\"}}")).names(&[name]).shape(shape).personal());
        }
    }
    rows.push(
        row(
            KIND,
            answer(
                B2C,
                "text/html",
                "<html><script>var SETTINGS = {\"csrf\":\"$j\",\"transId\":\"StateProperties=x\",\"hosts\":{}};</script></html>",
            ),
        )
        .shape(Shape::Base64),
    );
    rows.push(
        row(
            KIND,
            answer(B2C, "text/html", "<html><script>var SETTINGS = {\"csrf\":\"x\",\"transId\":\"StateProperties=$v\"};</script></html>"),
        )
        .shape(Shape::Opaque(30)),
    );
    rows.push(
        row(KIND, answer_json(ciam, "{\"continuation_token\":\"$j\",\"challenge_target_label\":\"x\"}"))
            .shape(Shape::Opaque(40))
            .after("\"continuation_token\": \"{}\""),
    );
    rows.push(row(KIND, answer_json(ciam, "{\"challenge_target_label\":\"$j\"}")).shape(Shape::Masked).personal());
    rows
}

#[allow(clippy::too_many_lines, reason = "most of it is data")]
fn service() -> Vec<Row> {
    const KIND: &str = "answers of the sign-in";
    let mut rows = Vec::new();
    for shape in [Shape::Guid, Shape::Digits(8), Shape::Base64] {
        rows.push(
            row(
                KIND,
                answer_json(
                    TYPE,
                    "{\"IfExistsResult\":0,\"Credentials\":{\"RemoteNgcParams\":{\"SessionIdentifier\":\"$j\",\"Entropy\":1}}}",
                ),
            )
            .shape(shape),
        );
        rows.push(row(KIND, answer_json(TYPE, "{\"Credentials\":{\"FidoParams\":{\"AllowList\":[\"$j\"]}}}")).shape(shape));
        rows.push(row(KIND, answer_json(TYPE, "{\"Credentials\":{\"SasParams\":{\"kelp\":\"$j\"}}}")).shape(shape));
        rows.push(
            row(KIND, answer_json(TYPE, "{\"Credentials\":{\"OtcLoginEligibleProofs\":[{\"data\":\"$j\",\"display\":\"x\"}]}}"))
                .shape(shape),
        );
        rows.push(row(KIND, json(TYPE, "{\"originalRequest\":\"$j\",\"isOtherIdpSupported\":true}")).shape(shape));
        rows.push(row(KIND, json(TYPE, "{\"username\":\"x\",\"flowToken\":\"$j\"}")).shape(shape));
        rows.push(
            row(KIND, answer_json("https://login.microsoftonline.com/common/SAS/BeginAuth", "{\"Success\":true,\"kelp\":\"$j\"}"))
                .shape(shape),
        );
        rows.push(
            row(
                KIND,
                answer_json("https://login.microsoftonline.com/common/DeviceCodeStatus", "{\"AuthorizationState\":1,\"kelp\":\"$j\"}"),
            )
            .shape(shape),
        );
        rows.push(row(KIND, json("https://login.microsoftonline.com/common/DeviceCodeStatus", "{\"DeviceCode\":\"$j\"}")).shape(shape));
        rows.push(row(KIND, super::get("https://login.microsoftonline.com/common/reprocess?ctx=$q&sessionid=x")).shape(shape));
        rows.push(
            row(KIND, super::get("https://login.microsoftonline.com/contoso.example/oauth2/authorize?kelp=$q&client_id=x")).shape(shape),
        );
        rows.push(
            row(KIND, super::get("https://login.microsoftonline.com/contoso.example/oauth2/authorize?state=$q&nonce=$q")).shape(shape),
        );
        rows.push(row(KIND, super::get("https://login.live.com/oauth20_authorize.srf?kelp=$q&uaid=x")).shape(shape));
        rows.push(row(KIND, form("https://login.live.com/ppsecure/post.srf?uaid=x", "PPFT=$q&i13=0")).shape(shape).after("PPFT={}"));
        rows.push(row(KIND, form("https://login.live.com/ppsecure/post.srf?uaid=x", "kelp=$q&i13=0")).shape(shape).after("={}"));
        rows.push(row(KIND, form("https://login.microsoftonline.com/common/login", "hpgrequestid=x&kelp=$q")).shape(shape).after("={}"));
        rows.push(
            row(KIND, form("https://login.microsoftonline.com/x/oauth2/token", "client_id=x&client_secret=$q"))
                .shape(shape)
                .after("client_secret={}"),
        );
    }
    let page = |config: &str| {
        answer(
            "https://login.microsoftonline.com/common/login",
            "text/html",
            &format!("<html><head><script>//<![CDATA[\n$Config={config};\n//]]></script></head></html>"),
        )
    };
    let names = [
        "sKelp",
        "sRandomBlob",
        "sStateData",
        "sTelemetryToken",
        "sFidoChallenge",
        "sAuthorityKey",
        "kelpCtx",
        "bsso_nonce",
        "sEntropy",
        "sSecret",
    ];
    for shape in [Shape::Opaque(12), Shape::Letters, Shape::Guid, Shape::Digits(8), Shape::Base64] {
        rows.push(
            row("members of $Config", page("{\"pgid\":\"ConvergedSignIn\",\"$n\":\"$j\"}"))
                .names(&names[..4])
                .shape(shape)
                .after("\"$n\": \"{}\""),
        );
        rows.push(
            row("members of $Config", page("{\"pgid\":\"ConvergedTFA\",\"oKelp\":{\"$n\":[\"$j\",1]}}")).names(&names[4..]).shape(shape),
        );
    }
    rows.push(row("members of $Config", page("{\"pgid\":\"ConvergedTFA\",\"urlKelp\":\"https://login.microsoftonline.com/x?kelp=$q\"}")));
    rows.push(row("members of $Config", page("{\"pgid\":\"ConvergedTFA\",\"urlPost\":\"/common/SAS/ProcessAuth?kelp=$q\"}")));
    rows.push(
        row(
            "members of $Config",
            page("{\"pgid\":\"ConvergedTFA\",\"arrUserProofs\":[{\"authMethodId\":\"OneWaySMS\",\"data\":\"$j\",\"display\":\"x\"}]}"),
        )
        .shape(Shape::Opaque(12)),
    );
    for display in ["display", "data"] {
        let names = &[display][..];
        let masked = page("{\"pgid\":\"ConvergedTFA\",\"arrUserProofs\":[{\"authMethodId\":\"OneWaySMS\",\"$n\":\"$j\"}]}");
        rows.push(row("members of $Config", masked.clone()).names(names).shape(Shape::Masked).personal());
        rows.push(row("members of $Config", masked).names(names).shape(Shape::Phone).personal());
    }
    for name in ["sPOST_Username", "sSignInUsername", "sSigninName", "sKelpUser"] {
        for shape in [Shape::Mail, Shape::Account, Shape::NationalPhone, Shape::Letters] {
            rows.push(row("members of $Config", page("{\"pgid\":\"ConvergedTFA\",\"$n\":\"$j\"}")).names(&[name]).shape(shape).personal());
        }
    }
    for (path, shape) in
        [("BoilerPlateText", Shape::Words), ("UserIdLabel", Shape::Words), ("BannerLogo", Shape::Words), ("KelpText", Shape::Words)]
    {
        let names = &[path][..];
        rows.push(
            row("branding", page("{\"pgid\":\"ConvergedSignIn\",\"staticTenantBranding\":[{\"$n\":\"$j\"}]}"))
                .names(names)
                .shape(shape)
                .personal(),
        );
        rows.push(
            row("branding", answer_json(TYPE, "{\"EstsProperties\":{\"UserTenantBranding\":[{\"Locale\":0,\"$n\":\"$j\"}]}}"))
                .names(names)
                .shape(shape)
                .personal(),
        );
    }
    rows
}

fn passkeys() -> Vec<Row> {
    const KIND: &str = "passkeys";
    let mut rows = Vec::new();
    let names = [
        "attestationObject",
        "clientDataJSON",
        "rawId",
        "id",
        "credentialId",
        "publicKey",
        "authenticatorData",
        "signature",
        "userHandle",
        "prfResults",
        "serverChallenge",
        "largeBlob",
    ];
    for shape in [Shape::Base64, Shape::Hex] {
        rows.push(
            row(KIND, json("https://login.microsoft.com/consumers/fido/create", "{\"response\":{\"$n\":\"$j\"}}"))
                .names(&names)
                .shape(shape),
        );
        rows.push(
            row(KIND, form("https://login.microsoftonline.com/common/login", "type=23&$n=$q")).names(&names).shape(shape).after("$n={}"),
        );
        rows.push(
            row(
                KIND,
                json(
                    "https://mysignins.microsoft.com/api/authenticationmethods/new",
                    "{\"Type\":18,\"VerificationData\":\"⟦j {\"$n\":\"$j\"}⟧\"}",
                ),
            )
            .names(&names)
            .shape(shape),
        );
        rows.push(
            row(
                KIND,
                answer_json("https://webauthn.fabrikam.example/options", "{\"publicKey\":{\"challenge\":\"$j\",\"user\":{\"$n\":\"$j\"}}}"),
            )
            .names(&names)
            .shape(shape),
        );
    }
    rows.push(
        row(KIND, json("https://graph.microsoft.com/beta/me/authentication/fido2Methods", "{\"displayName\":\"$j\"}"))
            .shape(Shape::Words)
            .personal(),
    );
    rows
}

/// Graph, device management, and applications.
fn administration() -> Vec<Row> {
    const KIND: &str = "other services of Microsoft";
    let mut rows = Vec::new();
    for (url, member) in [
        ("https://graph.microsoft.com/v1.0/applications/x/addPassword", "secretText"),
        ("https://graph.microsoft.com/v1.0/users/x/authentication/temporaryAccessPassMethods", "temporaryAccessPass"),
        ("https://graph.microsoft.com/v1.0/users/x", "passwordProfile"),
        ("https://graph.microsoft.com/beta/deviceManagement/x", "recoveryKey"),
        ("https://graph.microsoft.com/v1.0/directory/deviceLocalCredentials/x", "passwordBase64"),
        ("https://management.azure.com/subscriptions/x/listKeys", "primaryKey"),
        ("https://kelp.vault.azure.net/secrets/x", "value"),
        ("https://enterpriseregistration.windows.net/EnrollmentServer/device/", "CertificateRequest"),
        ("https://adnotifications.windowsazure.com/StrongAuthenticationService.svc/x", "pin"),
        ("https://fs.microsoft.example/intune/enroll", "deviceToken"),
        ("https://contoso.sharepoint.com/_api/contextinfo", "FormDigestValue"),
        ("https://outlook.office365.com/autodiscover/autodiscover.json", "kelpToken"),
        ("https://teams.microsoft.com/api/authsvc/v1.0/authz", "skypeToken"),
        ("https://substrate.office.com/search/api/v1/x", "kelp"),
        ("https://cognito-idp.eu-west-1.amazonaws.com/", "SecretHash"),
        ("https://oauth2.googleapis.com/token", "kelp"),
    ] {
        for shape in [Shape::Opaque(12), Shape::Letters, Shape::Base64, Shape::Digits(9)] {
            rows.push(row(KIND, json(url, "{\"$n\":\"$j\"}")).names(&[member]).shape(shape));
            rows.push(row(KIND, answer_json(url, "{\"d\":{\"$n\":\"$j\"}}")).names(&[member]).shape(shape));
        }
    }
    rows
}
