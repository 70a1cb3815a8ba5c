//! Codes and passwords of few digits or letters, and numbers that are data.

use super::super::values::Shape;
use super::{Row, answer_json, form, get, json, row};

const APP: &str = "https://app.contoso.example/signin-oidc";
const IDPS: &[&str] = &[
    "https://contoso.okta.com/api/v1/authn",
    "https://sso.fabrikam.example/as/x/resume/as/authorization.ping",
    "https://am.fabrikam.example/am/json/realms/root/authenticate",
    "https://api-12ab34cd.duosecurity.com/frame/prompt",
    "https://fabrikam.eu.auth0.com/u/login/password",
    "https://id.fabrikam.example/realms/staff/login-actions/authenticate",
    "https://accounts.google.com/signin/v2/challenge/pwd",
    "https://signin.aws.amazon.com/authenticate",
    "https://adfs.contoso.example/adfs/ls/",
];

pub(super) fn rows() -> Vec<Row> {
    [short(), of_providers(), of_the_service(), numbers()].into_iter().flatten().collect()
}

/// Digits under `code` and `oob`, wherever they stand.
fn short() -> Vec<Row> {
    const KIND: &str = "codes of digits";
    let mut rows = Vec::new();
    for url in [
        APP,
        "https://login.microsoftonline.com/common/oauth2/nativeclient",
        "https://b2c.contoso.example/x/b2c_1_signin/oauth2/authresp",
        "https://portal.fabrikam.example/verify",
    ] {
        for length in [4, 5, 6, 7, 8, 10] {
            let shape = Shape::Digits(length);
            let short =
                |row: Row| if length < 6 { row.fixed(if length == 4 { "8315" } else { "83157" }, "code=8315") } else { row.shape(shape) };
            rows.push(short(row(KIND, get(&format!("{url}?code=$v&x=1")))).after("code={}"));
            rows.push(short(row(KIND, form(url, "x=1&code=$v"))).after("code={}"));
            rows.push(row(KIND, json(url, "{\"code\":\"$v\"}")).shape(Shape::Digits(length.max(6))).after("\"code\": \"{}\""));
            rows.push(row(KIND, json(url, "{\"code\":$v}")).shape(Shape::Digits(length.max(6))));
            rows.push(row(KIND, answer_json(url, "{\"data\":{\"code\":\"$v\"}}")).shape(Shape::Digits(length.max(6))));
        }
        rows.push(row(KIND, get(&format!("{url}?oob=$v"))).shape(Shape::Digits(8)).after("oob={}"));
        rows.push(row(KIND, get(&format!("{url}?mode=verifyEmail&oobCode=$v&apiKey=x"))).shape(Shape::Opaque(24)));
        rows.push(
            row(KIND, format!("GET {url}/start\nAccept: */*\n\n\n<<< 302\nLocation: {APP}?code=$v&state=x\n\n")).shape(Shape::Digits(6)),
        );
        rows.push(
            row(KIND, format!("GET {url}/start\nAccept: */*\n\n\n<<< 302\nLocation: {APP}#code=$v&state=x\n\n")).shape(Shape::Digits(8)),
        );
    }
    rows
}

/// What other identity providers call a second factor and a password.
fn of_providers() -> Vec<Row> {
    const KIND: &str = "passwords and factors of other providers";
    let names = [
        "passCode",
        "totp",
        "IDToken2",
        "pf.pass",
        "otp",
        "smsCode",
        "mfa_code",
        "oneTimeCode",
        "security_code",
        "challengeResponse",
        "answer",
        "g2fCode",
        "j_otpcode",
        "j_password",
        "callback_2",
        "duo_passcode",
        "factor_passcode",
        "TOTPcode",
        "backupCode",
        "recoveryCode",
        "cvv",
        "pinCode",
        "kba_answer",
        "pf.otp",
        "credentials.passcode",
        "token",
        "pin",
        "verificationCode",
        "Passwd",
        "ca",
        "Pin",
        "idvPin",
        "TOTPPin",
        "credential",
        "secret",
        "signature-code",
        "tan",
        "mTAN",
        "wachtwoord",
        "motdepasse",
        "kennwort",
        "contrasena",
        "userPwd",
        "txtPassword",
        "login[password]",
        "session[password]",
        "user.password",
        "ctl00$Main$tbPwd",
        "hiddenPwd",
        "encodedPassword",
        "password1",
        "passwordConfirm",
        "old-pass",
        "j_pin",
        "authCode",
        "enteredCode",
        "user_code_input",
        "x-otp",
        "activationKey",
        "magicCode",
        "sms_otp",
        "email-otp",
    ];
    let shapes = [Shape::Digits(6), Shape::Letters, Shape::Digits(10), Shape::Digits(8), Shape::Words, Shape::Base64, Shape::Digits(7)];
    let mut rows = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        for offset in 0..3 {
            let url = IDPS[(at + offset) % IDPS.len()];
            let shape = shapes[(at + offset * 2) % shapes.len()];
            let row = |http: String| row(KIND, http).names(&[name]).shape(shape);
            rows.push(match offset {
                0 => row(form(url, "x=1&⟦q $n⟧=$q&y=2")).after("={}"),
                1 => row(json(url, "{\"stateToken\":\"x\",\"$n\":\"$j\"}")).after("\": \"{}\""),
                _ => row(get(&format!("{url}?⟦q $n⟧=$q"))).after("={}"),
            });
        }
    }
    rows
}

/// Letters and digits under names that the service uses.
fn of_the_service() -> Vec<Row> {
    const KIND: &str = "codes of registration, reset and B2C";
    let names = [
        "verification_code",
        "VerificationCode",
        "user_input",
        "emailVerificationCode",
        "otpCode",
        "token",
        "pin",
        "verificationCode",
        "otc",
        "oob",
        "AdditionalAuthData",
        "SmsCode",
        "newPassword",
        "reenterPassword",
        "oldPassword",
        "email_ver_input",
        "phone_ver",
        "claim_id",
        "extension_secret",
        "continuation_token",
        "challenge_answer",
        "password",
        "iPassword",
        "ProofCode",
        "VerificationOtp",
        "PhoneVerificationCode",
        "Code",
        "Pin",
        "oneTimePass",
    ];
    let urls = [
        "https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/B2C_1A_signin/SelfAsserted",
        "https://mysignins.microsoft.com/api/authenticationmethods/verify",
        "https://passwordreset.microsoftonline.com/",
        "https://contosoext.ciamlogin.com/contosoext.onmicrosoft.com/oauth2/v2.0/challenge",
        "https://login.live.com/ppsecure/post.srf",
        "https://login.contoso.example/contosob2c.onmicrosoft.com/b2c_1_signin/SelfAsserted",
        "https://account.activedirectory.windowsazure.com/proofup.aspx",
        "https://account.live.com/password/reset",
    ];
    let shapes = [Shape::Digits(6), Shape::Letters, Shape::Digits(8), Shape::Opaque(8), Shape::Digits(7)];
    let mut rows = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        for offset in 0..4 {
            let url = urls[(at + offset * 3) % urls.len()];
            let row = |http: String| row(KIND, http).names(&[name]).shape(shapes[(at + offset) % shapes.len()]);
            rows.push(match offset {
                0 => row(form(url, "request_type=RESPONSE&$n=$q")).after("$n={}"),
                1 => row(json(url, "{\"Type\":1,\"$n\":\"$j\"}")).after("\"$n\": \"{}\""),
                2 => row(answer_json(url, "{\"result\":{\"$n\":\"$j\"}}")).after("\"$n\": \"{}\""),
                _ => row(get(&format!("{url}?$n=$q"))).after("$n={}"),
            });
        }
    }
    rows.push(row(KIND, form(urls[0], "request_type=RESPONSE&password=$v&x=1")).fixed("x7", "password=x7"));
    rows.push(row(KIND, json(urls[1], "{\"pin\":\"$v\"}")).fixed("0815", "\"pin\": \"0815\""));
    rows.push(row(KIND, json(urls[1], "{\"pin\":$v}")).fixed("4815", "\"pin\": 4815"));
    rows.push(row(KIND, form(IDPS[1], "pf.pass=$v&y=1")).fixed("1234", "pf.pass=1234"));
    rows.push(row(KIND, form(IDPS[2], "callback_1=$v&y=1")).fixed("mimi", "callback_1=mimi"));
    rows
}

/// JSON numbers that are telephones, cards and tokens.
fn numbers() -> Vec<Row> {
    const KIND: &str = "JSON numbers";
    let urls = [
        "https://graph.microsoft.com/v1.0/me/authentication/phoneMethods",
        "https://mysignins.microsoft.com/api/authenticationmethods/new",
        "https://login.microsoftonline.com/common/SAS/BeginAuth",
        "https://contosoext.ciamlogin.com/x/oauth2/v2.0/token",
        "https://portal.fabrikam.example/api/me",
        "https://contoso.okta.com/api/v1/authn/factors",
    ];
    let names = [
        "phoneNumber",
        "token",
        "cardNumber",
        "employeeNumber",
        "ssn",
        "otp",
        "pin",
        "kelp",
        "id",
        "badge",
        "iban",
        "birthday",
        "salary",
        "customer_no",
    ];
    let mut rows = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        let url = urls[at % urls.len()];
        let row = |http: String, digits: usize| row(KIND, http).names(&[name]).shape(Shape::Digits(digits)).personal();
        rows.push(row(json(url, "{\"$n\":$v}"), 13));
        rows.push(row(answer_json(url, "{\"$n\":$v,\"x\":true}"), 11));
        rows.push(row(json(url, "{\"$n\":[1,$v]}"), 12));
        rows.push(row(answer_json(url, "{\"value\":[{\"$n\":$v}]}"), 7));
        rows.push(row(json(url, "{\"$n\":-$v}"), 10));
        rows.push(row(answer_json(url, "{\"$n\":$v.25}"), 8));
        rows.push(row(json(url, "{\"$n\":$v}"), 24));
        rows.push(row(json(url, "{\"model\":\"⟦j {\"$n\":$v}⟧\"}"), 10));
        rows.push(row(answer_json(url, "[[\"$n\",$v]]"), 9));
        rows.push(row(answer_json(url, "$v"), 10));
        rows.push(row(json(url, "{\"$n\":{\"$v\":1}}"), 10));
        let token = row(form(url, "x=1&id_token=⟦jwt {\"aud\":\"x\",\"$n\":$v}⟧"), 12);
        rows.push(token);
    }
    rows
}
