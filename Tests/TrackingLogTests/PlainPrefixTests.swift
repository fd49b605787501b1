import CByteMasks
import Testing

struct PlainPrefixTests {
    @Test("a JSON string's plain bytes end before the first quote, backslash or control character", arguments: 0..<256)
    func ends(byte: Int) {
        let byte = UInt8(byte)
        let isPlain = byte != 0x22 && byte != 0x5C && byte >= 0x20
        for count in [1, 7, 8, 15, 16, 17, 40] {
            for place in 0..<count {
                var text = [UInt8](repeating: 0x61, count: count)
                text[place] = byte
                #expect(json_plain_prefix(text, count) == (isPlain ? count : place))
            }
        }
    }
}
