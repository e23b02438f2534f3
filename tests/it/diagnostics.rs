//! Does each bad scenario give exactly its message?

use caspian::scenario::{Files, load_from};

const MINIMAL: &str = r#"[horizon]
start = 2025-01-01
end = 2025-12-31

[node.field]
kind = "source"
supply = "10 Mt/y"

[node.market]
kind = "market"
demand = "unlimited"

[link.pipeline]
from = "field"
to = "market"
capacity = "11 Mt/y"
"#;

#[test]
fn a_good_scenario_becomes_a_model() {
    let files = Files::given([("minimal.toml", MINIMAL)]);
    let scenario = load_from("minimal.toml", &[], &files).unwrap();
    assert_eq!(scenario.model.title, "minimal");
    assert_eq!(scenario.model.links[0].units(), 1);
}
