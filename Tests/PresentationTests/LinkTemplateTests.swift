import Presentation
import Testing

@Suite("The address of a message's page")
struct LinkTemplateTests {
    @Test(
        "is a web address with the code's place in it, once",
        arguments: [
            ("https://example.com/{code}", true), ("http://example.com/?c={code}&x=1", true),
            ("https://example.com/", false), ("https://{code}/{code}", false), ("javascript:alert('{code}')", false),
            ("https://example.com/{code}/{person}", false), ("https://example.com/ {code}", false), ("{code}", false),
            ("https://example.com/{code}\u{202E}", false),
        ])
    func templates(text: String, isTemplate: Bool) {
        #expect((LinkTemplate(text) != nil) == isTemplate)
    }
}
