//! Templates of the sign-in diagnostic: which codes an article is about, although its text names none.

/// The codes of an article, by its id.
pub(super) fn codes(article: &str) -> Option<Vec<u64>> {
    if let Some(code) = article.strip_prefix("active-directory-dxp-signin-aadsts-") {
        return code.parse().ok().map(|code| vec![code]);
    }
    ARTICLES.iter().find(|(id, _)| *id == article).map(|(_, codes)| codes.to_vec())
}

const ARTICLES: &[(&str, &[u64])] = &[
    ("active-directory-dxp-signin-aad-b2b-device", &[53000, 53001, 530004]),
    ("active-directory-dxp-signin-aad-bad-cred", &[50126, 50056, 50064, 80007]),
    ("active-directory-dxp-signin-aad-bad-cred-locked", &[50053]),
    ("active-directory-dxp-signin-aad-bad-cred-risky", &[50053]),
    ("active-directory-dxp-signin-aad-block-ca", &[53003]),
    ("active-directory-dxp-signin-aad-classic-policy-other", &[50076, 50074, 53000, 53001, 53002, 53003]),
    ("active-directory-dxp-signin-aad-entapps-config", &[50011, 50105, 650056, 700016, 75011, 50003, 75005]),
    ("active-directory-dxp-signin-aad-entapps-sp", &[75005, 750054, 75011, 76021, 7500529]),
    ("active-directory-dxp-signin-aad-failed-ca", &[53000, 53001, 53002, 53009, 530002, 530003, 530021]),
    ("active-directory-dxp-signin-aad-legacy-auth", &[53003, 530035]),
    ("active-directory-dxp-signin-aad-mfa-ca", &[50074, 50076]),
    ("active-directory-dxp-signin-aad-mfa-other", &[50074, 50076, 500121]),
    ("active-directory-dxp-signin-aad-mfa-proofup-ca", &[50072, 50079]),
    ("active-directory-dxp-signin-aad-mfa-proofup-other", &[50072, 50079]),
    ("active-directory-dxp-signin-aad-mfa-proofup-other-location", &[53010]),
    ("active-directory-dxp-signin-aad-risk-policy", &[50135, 50142, 53003, 53004, 530032, 50131, 53011]),
    ("active-directory-dxp-signin-aad-security-defaults", &[50072, 50074, 50076, 50079, 530035]),
];
