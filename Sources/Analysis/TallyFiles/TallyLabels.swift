import TrackingLog

/// The labels of a tally file: apps, names, descriptions and statuses.
struct TallyLabels: Sendable {
    /// The tally's numbers, by the file's.
    private var numbers: [UInt32] = []
    /// The status that a label names; nil for all others.
    private var statuses: [Status?] = []

    mutating func append(_ text: UnsafeRawBufferPointer, in interned: inout InternedLabels) {
        numbers.append(interned.number(of: text))
        let status = Status(text.bindMemory(to: UInt8.self).span)
        // Only a status's own name is one: others are words of rows that are counted under it.
        statuses.append(status.flatMap { $0.name.utf8.elementsEqual(text) ? $0 : nil })
    }

    /// The tally's number of a label; nil where there is none.
    @inline(__always)
    func number(_ label: UInt64) -> UInt32? { label < UInt64(numbers.count) ? numbers[Int(label)] : nil }

    /// The status that a label names.
    func status(_ label: UInt64) -> Status? { label < UInt64(statuses.count) ? statuses[Int(label)] : nil }
}
