import Testing
import TrackingLog

@Suite("Long and hostile texts of refusals")
struct LongTextTests {
    @Test(
        "are read in bounded work",
        arguments: [
            "{", "[", "{\"a\":", "{\"error\":{\"details\":[", "{\\\"", "The ", "404 ", "status 404 x ", "Push failed ",
            "Requested entity was not found ", "_", "a_", " ", "\u{2019}", "\"", "\\", "\u{0}", "é",
        ])
    func repeated(_ piece: String) {
        let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
        _ = ReasonCatalogue.standard.match(text)
        _ = ReasonCatalogue.standard.closest(to: text)
    }

    @Test("are searched to 65,536 bytes, and no further")
    func limit() {
        let word = "BadDeviceToken"
        let near = String(repeating: "x ", count: 30_000) + word
        #expect(ReasonCatalogue.standard.match(near).reason(of: .apns)?.name == word)
        let far = String(repeating: "x ", count: 40_000) + word
        #expect(ReasonCatalogue.standard.match(far).reason(of: .apns) == nil)
    }

    @Test("a deep answer is read as far as it is sensible")
    func deep() {
        let nested = String(repeating: #"{"error":"#, count: 200) + "1" + String(repeating: "}", count: 200)
        #expect(ReasonCatalogue.standard.match(nested).meanings.isEmpty)
        let strings = (0..<20).reduce(#"{"reason":"Unregistered"}"#) { inner, _ in
            #"{"error":""# + inner.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").prefix(60_000) + #""}"#
        }
        _ = ReasonCatalogue.standard.match(strings)
    }
}
