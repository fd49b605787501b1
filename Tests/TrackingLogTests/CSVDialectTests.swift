import Testing
import TrackingLog

/// Fields are looked at sixteen bytes at a time and written four at a time: lengths around those, and every pattern.
@Suite("How a field is written")
struct CSVDialectTests {
    @Test("A field is enclosed exactly for a separator, a quote, LF, CR, tab or space, wherever it stands")
    func enclosing() {
        for count in [1, 2, 15, 16, 17, 31, 32, 33, 65] {
            for byte in UInt8.min...UInt8.max {
                for place in Set([0, count / 2, count - 1]) {
                    var field = [UInt8](repeating: UInt8(ascii: "x"), count: count)
                    field[place] = byte
                    let isEnclosed = ";\"\n\r\t ".utf8.contains(byte)
                    #expect(written(field).first == (isEnclosed ? CSVDialect.quote : field[0]))
                    #expect(written(field) == bytewise(field))
                }
            }
        }
        #expect(written([]) == [])
    }

    @Test("Quotes are doubled in every pattern, and one again when that is undone")
    func quotes() {
        for count in 1...10 {
            for pattern in 0..<1 << count {
                // Behind others, so that the pattern stands across what is looked at together.
                for before in [0, 3, 60] {
                    let field =
                        [UInt8](repeating: UInt8(ascii: "a"), count: before)
                        + (0..<count).map { pattern >> $0 & 1 == 1 ? CSVDialect.quote : UInt8(ascii: "b") }
                    #expect(written(field) == bytewise(field))
                    #expect(halved(bytewise(field)) == field)
                }
            }
        }
    }

    @Test("Random fields of all bytes are written as one byte after the other would be")
    func random() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let quotes = UInt8.random(in: 0...200, using: &random)
            let field = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random) < quotes
                    ? CSVDialect.quote : UInt8.random(in: 0...255, using: &random)
            }
            #expect(written(field) == bytewise(field))
            #expect(halved(bytewise(field)) == field)
        }
    }

    private func written(_ field: [UInt8]) -> [UInt8] {
        var row = Array("before".utf8)
        CSVDialect.appendField(field.span, to: &row)
        #expect(row.starts(with: "before".utf8))
        return Array(row.dropFirst("before".utf8.count))
    }

    /// The rule itself, as PHP's `fputcsv` follows it.
    private func bytewise(_ field: [UInt8]) -> [UInt8] {
        guard field.contains(where: ";\"\n\r\t ".utf8.contains) else { return field }
        return [CSVDialect.quote] + field.flatMap { $0 == CSVDialect.quote ? [$0, $0] : [$0] } + [CSVDialect.quote]
    }

    /// What an enclosed field says.
    private func halved(_ field: [UInt8]) -> [UInt8] {
        guard field.first == CSVDialect.quote else { return field }
        var text = Array("before".utf8)
        field.dropFirst().dropLast().withUnsafeBytes { CSVDialect.appendHalvingQuotes(of: $0, to: &text) }
        #expect(text.starts(with: "before".utf8))
        return Array(text.dropFirst("before".utf8.count))
    }
}
