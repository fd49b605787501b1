import Testing
import TrackingLog

@testable import LogArchive

/// The 64-bytes-at-a-time look at a payload's quotes, against a plain reading of the same rule.
struct QuotePairsTests {
    /// Whether quotes come in adjacent pairs, and none of a run after a backslash stands before `;` or the end.
    static func isPaired(_ text: [UInt8]) -> Bool {
        var index = 0
        while index < text.count {
            guard text[index] == CSVDialect.quote else {
                index += 1
                continue
            }
            guard index + 1 < text.count, text[index + 1] == CSVDialect.quote else { return false }
            index += 2
        }
        return true
    }

    @Test(
        "what it accepts is made of pairs, and what is made of pairs without backslashes is accepted", arguments: 0..<20
    )
    func agrees(seed: Int) {
        var random = SplitMix64(state: UInt64(seed))
        var accepted = 0
        for _ in 0..<300 {
            let pieces: [String] = ["\"\"", "\"\"", "\"\"", "abc", "; ", "\\", "xyzxyzxyzxyz"]
            var text = (0..<Int(random.next() % 60)).flatMap { _ in
                Array(pieces[Int(random.next() % (seed % 2 == 0 ? 5 : 7))].utf8)
            }
            if !text.isEmpty, random.next() % 3 == 0 {
                text[Int(random.next() % UInt64(text.count))] = CSVDialect.quote
            }
            let fills = QuotePairs.fill(text.span, from: 0, to: text.count)
            if fills { accepted += 1 }
            let isPaired = Self.isPaired(text)
            #expect(!fills || isPaired)
            if !text.contains(.backslash) { #expect(fills == isPaired) }
        }
        #expect(accepted > 50)
    }

    @Test(
        "a doubled quote after a backslash is plain before text alone",
        arguments: [
            (#"a\""b"#, true), (#"a\"";b"#, false), (#"a\"""#, false), (#"a\"b"#, false), (#"""a"";\""b"#, false),
        ])
    func afterBackslash(text: String, expected: Bool) {
        let bytes = Array(text.utf8)
        #expect(QuotePairs.fill(bytes.span, from: 0, to: bytes.count) == expected)
    }
}
