/// A row that could not be read.
struct RejectExample: Comparable, Sendable {
    var source: Int
    /// In its file or zip entry; the first is 1.
    var line: Int
    var reason: String

    static func < (left: RejectExample, right: RejectExample) -> Bool {
        (left.source, left.line, left.reason) < (right.source, right.line, right.reason)
    }
}

/// The first rejected rows, and how many there were in all.
struct RejectExamples: Sendable {
    private(set) var first: [RejectExample] = []
    private(set) var count = 0
    private static let most = 10

    mutating func add(_ example: RejectExample) {
        count += 1
        keep(example)
    }

    mutating func merge(_ other: RejectExamples) {
        count += other.count
        for example in other.first { keep(example) }
    }

    private mutating func keep(_ example: RejectExample) {
        if first.count == RejectExamples.most, let last = first.last {
            guard example < last else { return }
            first.removeLast()
        }
        first.insert(example, at: first.firstIndex { example < $0 } ?? first.count)
    }
}
