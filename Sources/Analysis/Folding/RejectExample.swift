import LogArchive
import TrackingLog

/// A row that could not be read.
struct RejectExample: Comparable, Sendable {
    var source: Int
    /// The line in its file or zip entry, from 1.
    var line: Int
    var reason: String

    static func < (left: RejectExample, right: RejectExample) -> Bool {
        (left.source, left.line, left.reason) < (right.source, right.line, right.reason)
    }
}

/// The first rejected rows, and the number of all.
struct RejectExamples: Sendable {
    private(set) var first: [RejectExample] = []
    private(set) var count = 0
    private static let maximum = 10

    mutating func add(_ batch: borrowing EventBatch) {
        for reject in batch.rejects {
            count += 1
            keep(
                RejectExample(
                    source: batch.source, line: batch.firstLine + Int(reject.line), reason: reject.reason))
        }
    }

    mutating func merge(_ other: RejectExamples) {
        count += other.count
        for example in other.first { keep(example) }
    }

    /// Adds rejected rows that were counted elsewhere.
    ///
    /// - Parameters:
    ///   - count: the number of all.
    ///   - examples: the first of them.
    mutating func add(_ count: Int, _ examples: [RejectExample]) {
        self.count += count
        for example in examples { keep(example) }
    }

    /// Gives the sources other numbers, in the same order.
    mutating func renumber(_ number: (_ source: Int) -> Int) {
        for place in first.indices { first[place].source = number(first[place].source) }
    }

    private mutating func keep(_ example: RejectExample) {
        if first.count == RejectExamples.maximum, let last = first.last {
            guard example < last else { return }
            first.removeLast()
        }
        first.insert(example, at: first.firstIndex { example < $0 } ?? first.count)
    }
}

extension Quality {
    /// The quality of a reading.
    ///
    /// - Parameter rows: the number of rows read.
    init(rows: Int, _ rejects: RejectExamples, _ reading: ReadingSummary) {
        self.init(
            rows: rows, rejected: rejects.count,
            examples: rejects.first.map { example in
                let isKnown = reading.sources.indices.contains(example.source)
                return Example(
                    path: isKnown ? reading.sources[example.source].name : "", line: example.line,
                    reason: example.reason)
            },
            unread: reading.failures.map { Unread(path: $0.name, reason: $0.reason) })
        leftOut = reading.leftOut.filter { !$0.isExpected }.map { Unread(path: $0.name, reason: $0.reason) }
    }
}
