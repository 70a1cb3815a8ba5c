//! Second factors, passkeys, registration, change and reset of passwords.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Template;
use crate::planted::draft::Draft;
use crate::planted::sow::Sow;
use crate::scenario::json::{Json, Object};

pub(super) const ALL: &[(&str, Template)] = &[
    ("passkey", passkey),
    ("factor begins", begins),
    ("factor ends", ends),
    ("factor ends by query", ends_by_query),
    ("factor is processed", is_processed),
    ("proofs", proofs),
    ("registration", registration),
    ("password change", password_change),
    ("password reset", password_reset),
];

fn passkey(s: &Sow) -> Draft<'_> {
    let assertion = |s: &Sow| {
        Object::new()
            .with("id", s.personal("credential id of a passkey"))
            .with("authenticatorData", s.secret("authenticatorData"))
            .with("signature", s.secret("signature of a passkey"))
            .with("userHandle", s.secret("userHandle"))
            .with("clientDataJSON", URL_SAFE_NO_PAD.encode(format!(r#"{{"challenge":"{}"}}"#, s.secret("challenge of a passkey"))))
            .to_string()
    };
    Draft::post(s, "https://login.microsoftonline.com/common/login")
        .form(&[
            ("type", "23".to_owned()),
            ("login", s.user("login")),
            ("request", s.secret("request")),
            ("signedRequest", s.secret("signedRequest")),
            ("credentialsJson", Object::new().with("credentials", s.secret("credentialsJson")).to_string()),
            ("assertion", assertion(s)),
            ("sFidoChallenge", s.secret("sFidoChallenge")),
            ("serverChallenge", s.secret("serverChallenge")),
        ])
        .of_service()
        .html("<html></html>")
}

fn begins(s: &Sow) -> Draft<'_> {
    Draft::post(s, "https://login.microsoftonline.com/common/SAS/BeginAuth")
        .header("canary", s.secret("header canary"))
        .json(
            &Object::new()
                .with("AuthMethodId", "PhoneAppNotification")
                .with("Method", "BeginAuth")
                .with("ctx", s.secret("ctx"))
                .with("flowToken", s.secret("flowToken")),
        )
        .of_service()
        .answers_json(
            &answer(s, "Success").with("Entropy", Json::Literal(s.six_digits("Entropy"))).with("PhoneNumber", s.phone("PhoneNumber")),
        )
}

fn answer(s: &Sow, result: &str) -> Object {
    Object::new()
        .with("Success", result == "Success")
        .with("ResultValue", result)
        .with("AuthMethodId", "PhoneAppNotification")
        .with("ErrCode", 500121)
        .with("Retry", false)
        .with("FlowToken", s.secret("FlowToken"))
        .with("Ctx", s.secret("Ctx"))
        .with("CorrelationId", crate::planted::CORRELATION)
        .with("Timestamp", "2026-03-02T10:12:44Z")
}

fn ends(s: &Sow) -> Draft<'_> {
    Draft::post(s, "https://login.microsoftonline.com/common/SAS/EndAuth")
        .json(
            &Object::new()
                .with("AuthMethodId", "PhoneAppOTP")
                .with("Method", "EndAuth")
                .with("Ctx", s.secret("Ctx"))
                .with("FlowToken", s.secret("FlowToken"))
                .with("AdditionalAuthData", s.six_digits("AdditionalAuthData"))
                .with("otc", Json::Literal(s.six_digits("otc"))),
        )
        .of_service()
        .answers_json(&answer(s, "PhoneAppDenied"))
}

fn ends_by_query(s: &Sow) -> Draft<'_> {
    Draft::get(s, "https://login.microsoftonline.com/common/SAS/EndAuth?authMethodId=OneWaySMS")
        .query(&[("AdditionalAuthData", s.six_digits("AdditionalAuthData")), ("ctx", s.secret("ctx"))])
        .of_service()
        .answers_json(&answer(s, "SMSAuthFailedWrongCodeEntered"))
}

fn is_processed(s: &Sow) -> Draft<'_> {
    Draft::post(s, "https://login.microsoftonline.com/common/SAS/ProcessAuth")
        .form(&[
            ("type", "22".to_owned()),
            ("request", s.secret("request")),
            ("mfaAuthMethod", "PhoneAppOTP".to_owned()),
            ("otc", s.six_digits("otc")),
            ("PIN", s.six_digits("PIN")),
            ("mfaAuthCode", s.six_digits("mfaAuthCode")),
            ("login", s.user("login")),
            ("flowToken", s.secret("flowToken")),
            ("canary", s.secret("canary")),
        ])
        .of_service()
        .html("<html></html>")
}

fn proofs(s: &Sow) -> Draft<'_> {
    let proof = |s: &Sow| {
        Object::new()
            .with("authMethodId", "OneWaySMS")
            .with("data", s.phone("arrUserProofs data"))
            .with("display", s.phone("arrUserProofs display"))
            .with("isDefault", true)
    };
    let config = |s: &Sow| {
        Object::new()
            .with("arrUserProofs", vec![Json::from(proof(s))])
            .with("iRemainingDaysToSkipMfaRegistration", 13)
            .with("sFT", s.secret("sFT"))
            .with("sCtx", s.secret("sCtx"))
            .with("sErrorCode", "50074")
    };
    Draft::post(s, "https://login.microsoftonline.com/common/login")
        .form(&[("flowToken", s.secret("flowToken")), ("ctx", s.secret("ctx"))])
        .of_service()
        .page("ConvergedTFA", &config(s))
}

fn registration(s: &Sow) -> Draft<'_> {
    let proof = |s: &Sow| {
        let data = Object::new().with("Phone", s.phone("ProofUp phone")).with("Email", s.user("ProofUp e-mail")).to_string();
        // The data are JSON inside JSON.
        Object::new().with("Type", 6).with("Data", data).with("DeviceName", s.personal("DeviceName"))
    };
    Draft::post(s, "https://mysignins.microsoft.com/api/authenticationmethods/new")
        .header("Authorization", format!("Bearer {}", s.token("Authorization Bearer", Object::new())))
        .json(&proof(s).with("VerificationCode", s.six_digits("VerificationCode")))
        .answers_json(&proof(s).with("Photo", format!("data:image/png;base64,{}", s.personal("photo"))))
}

fn password_change(s: &Sow) -> Draft<'_> {
    Draft::post(s, "https://login.microsoftonline.com/common/SSPR/End")
        .form(&[
            ("currentpasswd", s.secret("currentpasswd")),
            ("newpasswd", s.secret("newpasswd")),
            ("confirmnewpasswd", s.secret("confirmnewpasswd")),
            ("ctx", s.secret("ctx")),
            ("flowToken", s.secret("flowToken")),
        ])
        .of_service()
        .page("ConvergedChangePassword", &Object::new().with("sErrorCode", "50055").with("sFT", s.secret("sFT")))
}

fn password_reset(s: &Sow) -> Draft<'_> {
    Draft::post(s, "https://login.microsoftonline.com/common/SSPR/Begin")
        .header("canary", s.secret("header canary"))
        .json(
            &Object::new()
                .with("OldPassword", s.secret("OldPassword"))
                .with("NewPassword", s.secret("NewPassword"))
                .with("Ctx", s.secret("Ctx"))
                .with("FlowToken", s.secret("FlowToken")),
        )
        .of_service()
        .answers_json(&Object::new().with("IsJobPending", true).with("Ctx", s.secret("Ctx")).with("CoupledDataCenter", "NEU"))
}
