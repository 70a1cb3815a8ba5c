//! Words of the service's own texts and of the formats of captures. A password that is one of them is taken out of its field; looking for it
//! elsewhere would tell what it is, by the hole in a well-known sentence.

/// Words and names, lower case, of at least six letters.
const WORDS: &str = "\
    auth-code access-token id-token refresh-token one-time-code client-secret client-assertion code-verifier device-code user-code flow-token canary \
    sso-credential saml-response saml-artifact cookie-name public-ipv4 private-ipv4 signed-request \
    aadsts access account accounts action active address adfs administrator agent allowed allowedorigins android answer apache \
    application applications approve assertion attempt audience authentication authenticator authority authorization authorize automation autologon \
    base64 bearer before binary blocked body bodysize broker browser cache cached callback camera cancel capture captured certificate challenge change \
    charset chrome chunked claims client clientid client_id client_info code_challenge comment common company computer condition conditional \
    configuration confirm connect connected connection consent contact content continue control cookie cookies correlation \
    correlationid correlation_id creator credential credentials current customer daemon default deflate denied desktop detail details device devices \
    direct directory disabled display document domain domain_hint download duration dynamic edge email enabled encoding enter entries \
    entrace entraid entry error error_codes error_description errors example exchange expired expires explorer external facebook failed failure false \
    federated federation fiddler firefox forgot format forward fragment friday gateway google grant_type graph handler header headers headerssize height \
    hidden history hostname hotmail httponly httpversion httpwatch identity iframe incorrect inline input internal internet invalid iphone issuer javascript \
    joined keep-alive keyword language length linux locale location locked login login_hint logout macintosh managed manager manual maxage \
    message metadata method microsoft microsoftonline mimetype mobile module monday monitor mozilla multifactor mysignins navigation network \
    no-cache no-store nocache normal notification number object offline offline_access office offset onclick onload onmicrosoft openid openid-configuration \
    options organization organizations origin outlook output packet pageref pagetimings parameter parameters params passkey password passwords payload permission \
    permissions personal phone picture please policy portal postdata prefix preview primary private problem process processing product profile program \
    prompt property protected protocol provider provision public publish querystring random reading realm receive receiver record redirect redirecturl redirect_uri \
    redirection refresh region register registration release remember remote request requests required reset resource resources response response_type \
    response_mode result resume return running safari samesite sample saturday schema scheme scope scopes script search second secret section secure security select \
    server serveripaddress service services session sessions settings shared sharepoint signin sign-in signout signup simple single skypeforbusiness social \
    source standard startdatetime starteddatetime started static status statustext storage strict string submit subject success succeeded suggested \
    sunday support system target teams template temporary tenant tester testing thursday timeout timestamp timing timings title toggle token_type tokens \
    tracking traffic transaction transfer transport trigger trusted tuesday unknown update updated upgrade upload user-agent useragent userinfo username users \
    utf-8 validate validation value values verification verify version viewport visible warning website wednesday welcome widget width windows without \
    wreply wtrealm xbox yahoo yammer yesterday";

/// Length of the longest of them.
const LONGEST: usize = 20;

/// Whether a value is such a word, or a part of one.
pub(super) fn is_of_protocol(value: &str) -> bool {
    let is_word = value.len() <= LONGEST && !value.contains(char::is_whitespace);
    is_word && memchr::memmem::find(WORDS.as_bytes(), value.to_ascii_lowercase().as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_any_case_and_in_part() {
        assert_eq!(WORDS.split_ascii_whitespace().map(str::len).max(), Some(LONGEST));
        assert!(is_of_protocol("Password") && is_of_protocol("header") && is_of_protocol("CorrelationId"));
        assert!(!is_of_protocol("Walnut") && !is_of_protocol("Passw0rd"));
    }
}
