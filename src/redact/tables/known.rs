//! Names that are known and whose values go: names of fields, headers and elements that the service and its protocols use. Such a name says
//! nothing of anyone, and so it stays where its value does not. Compared without case; sorted.

/// Parameters, members of JSON, fields of pages and of forms, in words of lower case.
pub(in crate::redact) const FIELDS: &str = "\
    app_link action_uri actionuri errorurl status_code stateproperties diags_ticket diags logonidentifier extension_customernumber access_token access_token_type accesspass account account_type accounts acct action actions activationcode additionalauthdata \
    addresses adminconsent agent aio ajaxsessionkey alg aliases allowlist altaction alternateid amr animateontilefillpage apicanary \
    apitoken apiversion app appinsightsconfig applicationid applications appname approvalid arrsessions arrstrings arruserproofs \
    arrvalerrs at_hash attributecollection attributes auth auth_method auth_time authctx authenticatingmessage authenticatornudgescreen \
    authinfo authmethodid authmethods authn authorities authtime authtype autocapture autopost autopostdelay azp azpacr b2c background \
    backgroundcolor backgroundimage badge banner bannerlogo behaviors binding binding_method blocked body bodysize boilerplatetext \
    brandname brands browser bsso bundle businessphones button c c_hash cache canary cancel capabilities cardtype category cc cdnroots \
    certauthparams certificate challenge_channel challenge_target_label challenge_type_list channel channelid checkphones children chrome \
    cid citation ck cl claims claims_supported classes client client-request-id client_assertion client_assertion_type client_id \
    client_info client_secret client_type clientevents clientextensionresults clientmetricsmodes clienttelemetry cloud \
    cloud_graph_host_name cname cnf code code_length code_verifier codes color colors command comment companyname compliant compression \
    conditionalaccess config configuration confirm confirmnewpasswd confirmpassword connect connection contact content contentservers \
    context continuation_token cookie cookies correlation correlation_id correlationid count country countrycode countryorregion cp \
    create created createddatetime creator credential credentialid credentials credentialsjson csrf csrf_token csrftoken css ctok ctx \
    ctxt currentpassword customcssurl customerdomain customizationfiles d data dateofbirth datetime dc defaulteventname defaultid delay \
    department description desktopsso desktopssoconfig desktopssoenabled detail details device device_authorization_endpoint device_code \
    devicecode deviceid devicename devicestate diagnostics direction disabled disambig display displayname displaysign displayvalue dns \
    domain domains domaintype dssoenabled dssostatus dssotoken duration dynamictenantbranding edgeredirecturi effect element email \
    emailaddress emails emailverificationcode employeeid enabled encoding end end_session_endpoint endpoints entities entity entries \
    entropy entry enums envelope enverrorredirect enverrorurl environment errcode error error_codes error_description error_info \
    error_reason error_subcode error_uri errors estsproperties et event events exception existing exp expires expires_in expiresin expiry \
    expsrcs ext_expires_in extension extensions externalid extrainfo faccesspasssupported facebookparams fallowgrayoutlightbox \
    fallowphoneinput fallowphonesignin fallowskypenamelogin family_name fapplicationinsightsenabled fapplyasciiregexoninput favicon fax \
    fbreakbrandingsigninstring fbundle fcbshowsignup fdetectbrowsercapabilities fdisableanimationifanimationendunsupported feature \
    features federatedidpparams federationredirecturl fenablecssanimation fenableshowresendcode fenableuserstatefix fhideihavecodelink \
    fidoparams field fields file filename files filter firefox first firstname fis60dayspassedsinceauthapplastused fisfidosupported \
    fisremotengcsupported fisupdatable fkmsienabled flow flow_token flowid flowname flows flowtoken flush fmt foci focus \
    fofflineaccountvisible font footer form format formdata forms fproofindexedbytype fragment from frontchannel_logout_supported \
    fshowaccesspasspeek fshowauthmethodsupdatelink fshowbuttons fshowcopydebugdetailslink fshowonlyresourcetenantbranding \
    fshowpersistentcookieswarning fshowsigninoptionsasbutton fshowsigninwithgithubonlyoncredpicker fshowswitchuser fshowviewdetailslink \
    fswitchdisambig ftoken ftrimchromebssourl full fullname function fupdateloginhint fupdatesessionpollinglogic fuseinlinephonenumber \
    fusenewnopasswordtypes fusesamesite general given_name givenname globalid googleparams grant_type group groups guid handle handler \
    harbour hasgroups hash haspassword header headerlogo headers headerssize height hidden hideaccountresetcredentials \
    hidecantaccessyouraccount hideforgotmypassword hideprivacy hideresetitnow hidetou hint home hop host hostname hpgact hpgid \
    hpgidentity hpgrequestid http_logout_supported httponly httpversion i i13 i18 i19 i2 i21 i22 iallowedidentities \
    iapplicationinsightsenabledpercentage iat ibackgroundimage icon id id_token id_token_signing_alg_values_supported identifier \
    identifiers identities identity idp idps idptype idtoken1 idtoken2 ierrorcode ierrortitle ifexistsresult iframe iloginmode image \
    images imaxpollattempts imaxpollerrors imaxstackforknockoutasynccomponents in_corp index info inlinemode innererror innerexception \
    input inputs instance instr instrumentationkey instrumentplt interactive interval invalid_attributes ip ipaddress ipawnicon \
    ipollingbackoffinterval ipollinginterval ipollingtimeout iproducticon iproductid iremainingdaystoskipmfaregistration \
    iremembermfaduration iremotengcpollingtype is_mfa isaccesspasssupported isamode isaotclength isappregistered isconvergedsigninpage \
    iscookiebannershown isdefault isedgeallowed isedgeanaheimallowed isessionpulltype isexternalfederationdisallowed isfederatednamespace \
    isfidosupported isglobaltenant ishowresendcodedelay isieallowedforssoprobe isjobpending islocationaware isnativecall \
    isotheridpsupported isremoteconnectsupported isremotengcsupported isrepicker iss issafariallowed issafarisupported \
    issessiontransfersupported issignup issignupdisallowed issuccess issued_at isunmanaged isuserrealmprecheckenabled itemid items \
    itotpotclength itrusteddevicecheckboxconfig iwaendpointurlformat iwaiframeurlformat iwarequesttimeoutinms iwassoprobeurlformat \
    jobtitle jserror json jti jwt k kdf_ver keepmesignedindisabled kerberos_endpoint key keyid keys kid kind kmsi l label labels lang \
    language last lastlogin lastname layout layouttemplateconfig layouttype lcid length level link links list load loader locale location \
    log logbythrowing login login_hint logincontextid loginfmt loginhint loginoptions logo logout logouturl lookup ltr m mail \
    mailnickname major manager map max maxcorserrors maxerrors maxevents maxinjecterrors maxtotalerrors md media member memberof members \
    menu message meta metadata method mfa mfaauthmethod middlename mimetype min mindssoedgeversion minevents minor mkt mobile mobilephone \
    mode model msg msgraph_host msgs n name nameid names namespace network newpasswd newpassword next nickname node nodes nonce none note \
    notes notice number o oappcobranding object objectid objects ocancelpostparams off office officelocation ogetcredtyperesult oid \
    oldpassword on oncontentload onload onprem_sid onpremises onprempasswordvalidationconfig open operation operauthpollinginterval \
    option options order orderby org organization originalrequest os otc otp out output owner owners page pageload pageref pages pagesize \
    pagetimings pageview param parameter parameters params parent part parts passkey passwd password path pathname pattern payload \
    percent permission permissions persistent pgid phone phoneappnotification phonenumber phones photo picture pid pin pkce pl place \
    platform platforms pltdelay policies policy pollcount polling port position post postaladdress postalcode postdata postparams ppft \
    ppsx prefcredential preference preferred_cache preferred_network preferred_username preferreddatalocation preferredlanguage prefill \
    present preview primary principal privacy product profile progress progressanimationtimeout prompt proof proofs proofup properties \
    property protocol provider providers prt ps psfidoallowlist psrngcdefaulttype psrngcentropy psrngcslk ptype public publickey puid \
    purpose pwd_exp pwd_url q qr qrcode query querystring question questions r random rank raw rawid rbac_url re_gecko re_webkit readonly \
    realm reason reasons receive recovery redirect redirect_uri redirect_url redirectdssoerrorpostparams redirects redirecturi \
    redirecturl ref refresh refresh_token region registration registrations relation relaystate rememberdevice remembermfa remote \
    remotengcentropy remotengcparams replyto report request request_type request_uri_parameter_supported requestdata requestorip requests \
    required required_attributes requirement requirements reseterrorperiod resource_type response response_mode response_modes_supported \
    response_type response_types_supported responses restrictions result results resultvalue retries retry return returnurl reverse rh ri \
    right rights role roles root route rows rp rpid rt rule rules s salt samaccountname samlrequest samlresponse sappid sappname \
    sasparams sauthmethodinputfieldname sbundle scanary scanarytoken scanarytokenname scenario schema schemas scid scloudinstancename \
    scompanydisplayname scope scopes_supported scores screen script scriptnonce scripts scrossdomaincanary sctx sdevicestate search \
    secret secretkey section secure security select selected selection self send serrorcode serrtxt serverchallenge serverdetails \
    serverinfo serveripaddress service serviceid services session session_key_jwe session_state sessioncontext sessionctx sessionid \
    sessionidentifier sessions sessionstate set setting settings severity sft sftname sha1 shared showcantaccessaccountlink showfooter \
    showheader sid sig sign signature signedin signin signin_state signinname signout signup signupallowed sitekey size skip skipapi \
    skiptoken slc slmaxretry slreportfailure sms snonce sort source sp spost_username sproofupauthstate sproofuptoken sproofuptokenname \
    srandomblob sresetpasswordprefillparam srsfailed srssuccess ssessionidentifiername ssignedinuserdisplayname ssigninname \
    ssigninusername ssl ssmsctryphonedata sso sso_nonce stack stage start startdate startdesktopssoonpageload starteddatetime state \
    statement states statictenantbranding status statuscode statusmessage statustext stenantid step steps storage store street \
    streetaddress string strings strmainmessage strserviceexceptionmessage strusteddevicecheckboxname style styles sub subdomain suberror \
    subject subject_types_supported submit submitonpost submitonredirect subscription subscriptions subtype success summary supported \
    surname sutc sutcserverstart symbol system t tab table tag tags target targets task tcxt telemetry telemetryenabled template \
    templates tenant_discovery_endpoint tenant_region tenant_region_scope tenantbranding tenantdisplayname tenantname tenants text theme \
    throttlestatus ticket tiledarklogo tilelogo time timeout timer times timestamp timezone timings tip title tkn to toggle token \
    token_endpoint_auth_methods_supported token_type tokens tokentype topic total totp trace trace_id tracking trust \
    trusteddevicecheckboxname trustworthiness ttl tx type typename types u ua uaid uid uiflavor unauthusername unique_name unit \
    unsafe_username unsupported_attributes until update updated upn uri uris url urls usage use used usedesktopssoapi \
    usenewnopasswordtypes useonedseventapi user user_code user_id useragent userdisplayname userhandle userid useridlabel \
    userinfo_endpoint username usernamehint userprincipalname userproofs userrealm users usertenantbranding usetransparentlightbox utc \
    valid validation value values vendor ver verification_uri verificationcode verificationcontext verificationdata verified version \
    version_info view visible vnet voice w wait warning warnings watson web webanalyticsconfiguration webauthn wids width window x \
    x-client-sku x-client-ver x-ms-lib-capability x-ms-passkeyauth x5c x5t xms y year z zip zone";

/// Headers, in words of lower case.
pub(in crate::redact) const HEADERS: &str = "\
    :authority :path a-im accept-ch accept-charset accept-datetime accept-patch accept-post access-control-allow-origin \
    access-control-allow-private-network access-control-request-private-network alt-svc alt-used authentication-info authorization canary cdn-loop \
    cf-cache-status cf-connecting-ip cf-ray client-ip clear-site-data content-disposition content-location content-md5 content-range \
    content-security-policy content-security-policy-report-only content-transfer-encoding cookie critical-ch cross-origin-embedder-policy \
    cross-origin-embedder-policy-report-only cross-origin-opener-policy cross-origin-opener-policy-report-only cross-origin-resource-policy \
    delta-base depth destination device-memory digest downlink dpop dpop-nonce early-data ect etag expect expect-ct feature-policy forwarded from front-end-https \
    host http2-settings if if-match if-none-match if-range if-unmodified-since im last-event-id link location lock-token max-forwards mime-version \
    ms-author-via ms-cv ms-requestid msregion nel new-uid odata-entityid odata-isolation ocp-apim-subscription-key origin origin-agent-cluster \
    overwrite p3p permissions-policy permissions-policy-report-only prefer preference-applied priority proxy-authenticate proxy-authorization \
    proxy-authentication-info public-key-pins purpose range referer referrer referrer-policy refresh report-to reporting-endpoints requestverificationtoken \
    rtt save-data sec-ch-prefers-color-scheme sec-ch-ua sec-ch-ua-arch sec-ch-ua-bitness sec-ch-ua-full-version sec-ch-ua-full-version-list sec-ch-ua-mobile \
    sec-ch-ua-model sec-ch-ua-platform sec-ch-ua-platform-version sec-ch-ua-wow64 sec-gpc sec-purpose sec-websocket-accept sec-websocket-extensions \
    sec-websocket-key sec-websocket-protocol sec-websocket-version server server-timing service-worker service-worker-allowed service-worker-navigation-preload sessionctx sessionctxv2 \
    set-cookie set-cookie2 sourcemap spiislatency sprequestduration sprequestguid strict-transport-security supports-loading-mode surrogate-control tcn \
    timeout timing-allow-origin traceparent tracestate trailer tk true-client-ip translate ua-cpu user-agent-x-ms via viewport-width want-digest warning \
    www-authenticate x-ajax-session x-akamai-transformed x-amz-cf-id x-amz-cf-pop x-amz-date x-amz-request-id x-amzn-requestid x-amzn-trace-id x-anchormailbox \
    x-api-key x-appversion x-arr-log-id x-arr-ssl x-aspnet-version x-aspnetmvc-version x-azure-clientip x-azure-fdid x-azure-ref x-azure-requestchain \
    x-azure-socketip x-b3-parentspanid x-b3-sampled x-b3-spanid x-b3-traceid x-besku x-beserver x-cache x-cache-hits x-calculatedbetarget x-calculatedfetarget \
    x-client-cert x-client-ip x-client-username x-clientip x-csrf-token x-diaginfo x-download-options x-fd-healthprobe x-feefzinfo x-feproxyinfo x-feserver \
    x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-prefix x-forwarded-proto x-forwarded-server x-functions-key x-github-request-id \
    x-hostip x-http-method-override x-iis-node x-instance x-ms-apiversion x-ms-client-principal x-ms-client-principal-id x-ms-client-principal-idp x-ms-client-principal-name x-ms-client-request-id \
    x-ms-client-session-id x-ms-command-name x-ms-ctx x-ms-device-name x-ms-devicecredential x-ms-deviceid x-ms-devicename x-ms-edge-ref x-ms-effective-locale x-ms-encryption-key \
    x-ms-flowtoken x-ms-forwarded-client-ip x-ms-gateway-slice x-ms-invokeapp x-ms-redirect x-ms-refreshtokencredential x-ms-refreshtokencredential1 x-ms-refreshtokencredential2 \
    x-ms-refreshtokencredential3 x-ms-route-info x-ms-sessionid x-ms-sso-ignore-sso x-ms-token-aad-access-token x-ms-token-aad-id-token x-ms-token-aad-refresh-token x-ms-urls x-ms-version x-ms-wsman x-msedge-ref x-nextjs-cache \
    x-original-forwarded-for x-original-host x-original-url x-permitted-cross-domain-policies x-pingback x-powered-by x-proxy-user x-real-ip \
    x-redirect-by x-remote-user x-request-id x-response-time x-rewrite-url x-robots-tag x-runtime x-served-by x-sharepointhealthscore x-src-webcache x-ssl-cipher x-timer x-tls-version \
    x-ua-compatible x-user x-user-email x-varnish x-vercel-id x-webkit-csp x-xsrf-token xboxauth xms-ccs-requestid";

/// Elements of the messages of SAML, WS-Federation, WS-Trust, SOAP and their metadata whose text goes, in words of lower case.
pub(in crate::redact) const ELEMENTS: &str = "\
    advice appliesto artifact artifactresolve artifactresponse assertion assertionconsumerservice assertionid assertionidref assertionidrequest attribute attributequery \
    attributestatement attributevalue audiencerestriction audiencerestrictioncondition authenticatingauthority authenticationstatement authenticator authnauthoritydescriptor authncontext \
    authncontextdecl authnquery authnrequest authnstatement binaryexchange binarysecret binarysecuritytoken body challenge cipherdata ciphervalue claims claimtype computedkey computedkeyalgorithm \
    conditions confirmationmethod contactperson context credentials delegateto desktopssotoken detail digestmethod digestvalue displayname displayvalue emailaddress encrypteddata encryptedassertion \
    encryptedattribute encryptedid encryptedkey encryption encryptionmethod endpointreference entitiesdescriptor entitydescriptor entropy envelope extensions fault federationbrandname federationglobalversion \
    federationmetadata givenname header idpentry idplist idpssodescriptor immutableid internalerror issuedtokens issuername issuerserial keyidentifier keyinfo keyname keyvalue \
    lifetime login logoutrequest logoutresponse managenameidrequest membername metadata metadataaddress mex modulus nameid nameidentifier nameidformat nameidpolicy newpassword node nonce oldpassword organization organizationdisplayname \
    organizationname organizationurl password policy policyreference pp preauth preferencename proofencryption proxyrestriction realminfo reason redirecturl reference referenceparameters relaystate renewing requestedattachedreference \
    requestedattribute requestedauthncontext requestedprooftoken requestedsecuritytoken requestedtokencancelled requestedunattachedreference requestsecuritytoken requestsecuritytokenresponse \
    requestsecuritytokenresponsecollection requesterid response responder roledescriptor rsakeyvalue scoping security securitytokenreference serial sessionindex signature signaturemethod signaturevalue signedinfo singlelogoutservice \
    singlesignonservice spssodescriptor status statuscode statusdetail subcode subject subjectconfirmation subjectconfirmationdata subjectlocality surname targetscopes telephonenumber timestamp tokentypesoffered \
    transform transforms upn usekey username usernametoken values version x509certificate x509data x509issuername x509issuerserial x509serialnumber x509subjectname exponent credcolname credtype httpheader reqid \
    error errorcode errors flowurl success result browserflags cachekey clientinfo clientip dataregion pcurl realm userrealm";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_lower_case() {
        for list in [HEADERS, ELEMENTS] {
            assert!(list.split_ascii_whitespace().all(|word| !word.bytes().any(|byte| byte.is_ascii_uppercase())));
        }
    }
}
