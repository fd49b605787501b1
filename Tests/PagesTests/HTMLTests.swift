import Pages
import Testing

@Suite("Markup")
struct HTMLTests {
    private func text(_ text: String) -> String { ("\(text)" as HTML).source }

    @Test("holds texts escaped, in content and in attributes")
    func escaping() {
        #expect(text("<b>\"&'</b>") == "&lt;b&gt;&quot;&amp;&#39;&lt;/b&gt;")
        let cell: HTML = "<td title=\"\("a\"b")\">\("<i>")</td>"
        #expect(cell.source == "<td title=\"a&quot;b\">&lt;i&gt;</td>")
        #expect(("<p>\(cell)\([cell, cell])</p>" as HTML).source.count { $0 == "i" } == 6)
    }

    @Test("escapes what an accent makes part of another character", arguments: ["\"", "'", "<", ">", "&"])
    func accents(special: String) {
        // A browser reads scalars: the quote ends the attribute, whatever follows.
        for mark in ["\u{301}", "\u{338}", "\u{20DD}", "\u{FE0F}", "\u{200D}"] {
            #expect(
                !text(special + mark + "x").unicodeScalars.contains(special.unicodeScalars.first ?? "x")
                    || special == "&")
            #expect(text(special + mark).unicodeScalars.first == "&")
        }
    }

    @Test("shows what deceives a reader, and leaves letters of any writing alone")
    func deceptive() {
        #expect(text("a\u{202E}b\u{0}c\u{1B}") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
        #expect(text("عملية 👩‍👩‍👧 ñ") == "عملية 👩‍👩‍👧 ñ")
    }

    @Test(
        "has numbers short",
        arguments: [(0.0, "0"), (12.5, "12.5"), (33.333_33, "33.33"), (-0.05, "-0.05"), (100, "100")])
    func numbers(number: Double, shown: String) {
        #expect(("\(number)" as HTML).source == shown)
    }
}
