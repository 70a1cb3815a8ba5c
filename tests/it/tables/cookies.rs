//! Cookies whose names change: as a list gives them, and what of them may be a secret.

use entrace::entra::cookies;

use super::{rows, some};

#[test]
fn every_cookie_is_what_its_row_says() {
    let list: Vec<[&str; 4]> = rows(include_str!("cookies.tsv"));
    for [name, listed, begins, new] in &list {
        assert_eq!(cookies::listed(name), *listed);
        assert_eq!(cookies::begins_sign_in(name), *begins == "begins", "{name}");
        assert_eq!(cookies::split(name).map(|(_, rest)| rest), some(new), "{name}");
        assert_eq!(cookies::split(&name.to_ascii_uppercase()).map(|(_, rest)| rest.to_ascii_lowercase()), some(new).map(str::to_lowercase));
    }
    for row in cookies::CHANGING {
        assert!(
            list.iter().any(|[name, ..]| name.strip_prefix(row.start) == Some("Ab12")),
            "no cookie of the list begins with {}",
            row.start
        );
    }
}
