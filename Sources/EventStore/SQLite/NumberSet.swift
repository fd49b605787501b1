/// A set of the numbers of rows, a bit for each: small where most of the numbers up to the greatest are in it.
struct NumberSet {
    private var words: [UInt64] = []
    /// The number of elements.
    private(set) var count = 0

    func contains(_ number: Int64) -> Bool {
        let word = Int(number >> 6)
        return word < words.count && words[word] & 1 << UInt64(number & 63) != 0
    }

    mutating func insert(_ number: Int64) {
        let word = Int(number >> 6)
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: max(words.count, word + 1 - words.count)))
        }
        guard words[word] & 1 << UInt64(number & 63) == 0 else { return }
        words[word] |= 1 << UInt64(number & 63)
        count += 1
    }
}
