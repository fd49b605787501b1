import Testing
import TrackingLog

struct KeyedHashTests {
    @Test("texts that differ by a byte, a length or closing zeros have other keys")
    func distinct() {
        var keys: Set<TextKey> = []
        var count = 0
        for length in 0..<70 {
            var text = [UInt8](repeating: 0, count: length)
            keys.insert(KeyedHash.of(text.span))
            count += 1
            for index in 0..<length {
                text[index] = 1
                keys.insert(KeyedHash.of(text.span))
                text[index] = 0
                count += 1
            }
        }
        #expect(keys.count == count)
    }

    @Test("the key of a pair knows its order")
    func pairs() {
        let (first, second): ([UInt8], [UInt8]) = ([1], [2])
        let one = KeyedHash.of(first.span)
        let two = KeyedHash.of(second.span)
        #expect(one.combined(with: two) != two.combined(with: one))
        #expect(one.combined(with: two) == one.combined(with: two))
    }
}
