//! Layouts of extracted text, each as the smallest page that shows it.

use crate::document::testing::{outline, surprises};

fn of(text: &str) -> Vec<String> {
    outline("x.txt", text)
}

#[test]
fn tables_with_bars_have_cells_below_their_row() {
    assert_eq!(
        of(
            "Request parameters\nParameter | Type | Description |\n---|---|---|\nOar | String |\nAn oar, cut off behind\n|\n\
            Hull | Integer |\nA hull. |\nText.\n"
        ),
        [
            "h0 Request parameters",
            "[Parameter|Type|Description] [Oar|String|An oar, cut off behind] [Hull|Integer|A hull.]",
            "p Text."
        ]
    );
}

#[test]
fn each_cell_may_have_a_line() {
    assert_eq!(
        of("Hire\nURI\nPOST /v1/boats\nParameter |\nType |\nDescription |\n---|---|---|\noar |\nString |\nAn oar. |\n\
            hull |\nArray of strings |\nHulls.\nEnumeration values:\n|\nStatus code: 400\nParameter |\nType |\nDescription |\n\
            ---|---|---|\nerror |\nString |\nAn error. |\n"),
        [
            "h1 Hire",
            "h0 URI",
            "p POST /v1/boats",
            "[Parameter|Type|Description] [oar|String|An oar.] [hull|Array of strings|Hulls.\nEnumeration values:]",
            "p Status code: 400",
            "[Parameter|Type|Description] [error|String|An error.]",
        ]
    );
}

#[test]
fn cells_that_lost_their_column_are_placed_by_their_words() {
    let text = "Parameter | Type | Example | Description |\n---|---|---|---|\nBoats | Array of Boat |\nThe boats. |\n|\n\
                Boat | |||\nOars |\nThe oars. |\n||\n";
    assert_eq!(
        of(text),
        ["[Parameter|Type|Example|Description] [Boats|Array of Boat||The boats.] [Boat|||] [Oars|||The oars.]"]
    );
    assert_eq!(surprises("x.txt", text).len(), 2);
    let errors = "HttpCode | Error code | Error message | Description |\n---|---|---|---|\n\
                  404 | BoatGone | The error message returned because it sank. | |\n";
    assert_eq!(
        of(errors),
        ["[HttpCode|Error code|Error message|Description] [404|BoatGone||The error message returned because it sank.]"]
    );
}

#[test]
fn lists_in_cells_are_lists() {
    assert_eq!(
        of("Parameter | Description |\n---|---|\nOar |\nValid values: - left\n- right\nDefault value: left. |\n"),
        ["[Parameter|Description] [Oar|p Valid values:, list(p left; p right), p Default value: left.]"]
    );
}

#[test]
fn bars_may_have_lost_their_separator() {
    let text =
        "Hire\nTable 1 Oars of a boatParameter\n|\nType\n|\nDescription\n|\noar\n|\nString\n|\nAn oar.\n|\nText.\n";
    assert_eq!(
        of(text),
        ["h1 Hire", "Table 1 Oars of a boat: [Parameter|Type|Description] [oar|String|An oar.]", "p Text."]
    );
    assert_eq!(surprises("x.txt", text).len(), 1);
}

#[test]
fn rows_on_lines_have_their_description_below() {
    assert_eq!(
        of("Request parameters\n\nParameter Type Required Example Description\nOar String Yes left-1\n\nAn oar.\n\n\
            Valid values:\n\n  • left\n    • very\n  • right\nNote If it is wet, dry it.\nHulls Array of Hull No\n\nHulls.\n\n\
            Mast Integer No 3 of 4\n\nErrors\n\nText.\n"),
        [
            "h0 Request parameters",
            "[Parameter|Type|Required|Example|Description] \
             [Oar|String|Yes|left-1|p An oar., p Valid values:, list(p left, list(p very); p right), p Note If it is wet, dry it.] \
             [Hulls|Array of Hull|No||Hulls.] [Mast|Integer|No|3 of 4|]",
            "h0 Errors",
            "p Text.",
        ]
    );
}

#[test]
fn rows_with_a_hole_are_rows_and_sentences_are_none() {
    assert_eq!(
        of(
            "Parameter Type Example Description\nBoats\n\nThe boats.\n\nBoat\nOarId String o-1\n\nAn array of oars.\n\n\
            Long boats need more.\n\nstring values are wet.\n"
        ),
        ["[Parameter|Type|Example|Description] [Boats|||The boats.] [Boat|||] \
          [OarId|String|o-1|p An array of oars., p Long boats need more., p string values are wet.]"]
    );
}

#[test]
fn error_rows_part_message_and_description() {
    assert_eq!(
        of(
            "Error codes\n\nHttpCode Error code Error message Description\n400 Full The quay is full The quay has no berth.\n\
            400 Busy The quay is busy. Please wait. The harbour is closed. Wait.\n\nFor more, see the harbour.\n"
        ),
        [
            "h0 Error codes",
            "[HttpCode|Error code|Error message|Description] [400|Full|The quay is full|The quay has no berth.] \
             [400|Busy|The quay is busy. Please wait.|The harbour is closed. Wait.]",
            "p For more, see the harbour.",
        ]
    );
    assert_eq!(
        surprises("x.txt", "HttpCode Error code Error message Description\n400 Gone the boat is gone\n"),
        ["D0011 the boat is gone"]
    );
}

#[test]
fn cells_may_be_paragraphs() {
    assert_eq!(
        of(
            "Hire\n\nTable 1 Path Parameters\n\nParameter\n\nMandatory\n\nType\n\nDescription\n\noar_id\n\nYes\n\nString\n\n\
            An oar.\n\n  • left\n\n  • right\n\nuri\n\nNo\n\nArray of Oar objects\n\nStatus code: 200\n\nParameter\n\nType\n\n\
            Description\n\nuri\n\nString\n\nA place.\n\nStatus Codes\n\nStatus Code\n\nDescription\n\n200\n\nOK\n\n404\n\nGone\n"
        ),
        [
            "h1 Hire",
            "Table 1 Path Parameters: [Parameter|Mandatory|Type|Description] [oar_id|Yes|String|p An oar., list(p left; p right)] \
             [uri|No|Array of Oar objects|]",
            "p Status code: 200",
            "[Parameter|Type|Description] [uri|String|A place.]",
            "h0 Status Codes",
            "[Status Code|Description] [200|OK] [404|Gone]",
        ]
    );
}

#[test]
fn samples_are_code_though_nothing_fences_them() {
    assert_eq!(
        of(
            "Examples\n\nhttps://h/?Action=A\n&B=c\n\nXML format\n\nHTTP/1.1 200 OK\nContent-Type:application/xml\n\n<A>\n</A>\n\n\
            JSON format\n\n{\n  \"a\": 1\n}\n\nText.\n"
        ),
        [
            "h0 Examples",
            "code \"https://h/?Action=A\\n&B=c\"",
            "h0 XML format",
            "code \"HTTP/1.1 200 OK\\nContent-Type:application/xml\\n\\n<A>\\n</A>\"",
            "h0 JSON format",
            "code \"{\\n  \\\"a\\\": 1\\n}\"",
            "p Text.",
        ]
    );
    // A heading torn in two by a lost style.
    assert_eq!(of("A | B |\n---|---|\nXML\nformat\n<A>1</A>\n"), ["[A|B]", "h0 XML format", "code \"<A>1</A>\""]);
}

#[test]
fn what_fits_nowhere_is_reported() {
    assert_eq!(surprises("x.txt", "A | B |\n---|---|\nx | y |\nText.\nz |\n"), ["D0001 z |"]);
    assert_eq!(surprises("x.txt", "A | B |\n---|---|\nText.\n---|---|\n"), ["D0002 ---|---|"]);
    assert_eq!(surprises("x.txt", "Examples\n\n{\n\"a\": {\n\nErrors\n"), ["D0009 {"]);
}
