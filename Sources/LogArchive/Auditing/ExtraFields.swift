/// The extra fields of one of an entry's headers (APPNOTE.TXT 4.5.1).
struct ExtraFields {
    /// The ids, and the ranges of the contents.
    private(set) var all: [(id: Int, range: Range<Int>)] = []
    /// The number of bytes after the last complete field.
    private(set) var rest = 0
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var position = 0
        while position + 4 <= bytes.count {
            let end = position + 4 + bytes.number(position + 2, 2)
            guard end <= bytes.count else { break }
            all.append((bytes.number(position, 2), position + 4..<end))
            position = end
        }
        rest = bytes.count - position
    }

    /// The numbers of the Zip64 field, in place of those that did not fit (APPNOTE.TXT 4.5.3).
    func large(_ wants: Bool...) -> [Int?] {
        var values = [Int?](repeating: nil, count: wants.count)
        guard wants.contains(true) else { return values }
        for (id, range) in all where id == 1 {
            var place = range.lowerBound
            for index in wants.indices where wants[index] && place + 8 <= range.upperBound {
                values[index] = bytes.number(place, 8)
                place += 8
            }
        }
        return values
    }

    /// The content of the only field of an id; nil where there is none, or more than one.
    func only(_ id: Int) -> [UInt8]? {
        let found = all.filter { $0.id == id }
        return found.count == 1 ? found.first.map { Array(bytes[$0.range]) } : nil
    }

    /// The names in Info-ZIP's Unicode Path fields (APPNOTE.TXT 4.6.9).
    ///
    /// Each follows a version and the CRC of the name that it replaces, which not every reader checks.
    var unicodeNames: [[UInt8]] {
        all.filter { $0.id == 0x7075 }.map { Array(bytes[$0.range].dropFirst(5)) }
    }
}
