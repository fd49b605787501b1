import Durability

/// Sorted runs of records, read as one.
struct RecordMerge: ~Copyable, @unchecked Sendable {
    private struct Head {
        let run: Int
        let record: SortedRecord
        let prefix: UInt64

        init(run: Int, _ record: SortedRecord) {
            self.run = run
            self.record = record
            prefix = record.prefix
        }
    }

    private let runs: [RecordReader]
    private let isDescending: Bool
    /// The first record of each run, as a heap: no head stands before its parent.
    private var heads: [Head] = []

    /// - Parameters:
    ///   - runs: the runs. Records with equal keys come in the order of their runs.
    ///   - isDescending: whether they are in descending order.
    init(_ runs: [RecordReader], isDescending: Bool = false) throws(FileError) {
        self.runs = runs
        self.isDescending = isDescending
        for (run, reader) in runs.enumerated() {
            if let record = try reader.next() { heads.append(Head(run: run, SortedRecord(record))) }
        }
        for place in heads.indices.reversed() { siftDown(from: place) }
    }

    /// The first record, valid until ``advance()``; nil at the end.
    var first: SortedRecord? { heads.first?.record }

    /// Goes on to the next record.
    mutating func advance() throws(FileError) {
        guard let head = heads.first else { return }
        if let record = try runs[head.run].next() {
            heads[0] = Head(run: head.run, SortedRecord(record))
        } else {
            heads[0] = heads[heads.count - 1]
            heads.removeLast()
        }
        siftDown(from: 0)
    }

    private mutating func siftDown(from start: Int) {
        var place = start
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heads.count {
                if isBefore(heads[child], heads[least]) { least = child }
            }
            if least == place { return }
            heads.swapAt(place, least)
            place = least
        }
    }

    private func isBefore(_ left: Head, _ right: Head) -> Bool {
        if left.prefix != right.prefix { return (left.prefix < right.prefix) != isDescending }
        let order = left.record.order(right.record)
        return order == 0 ? left.run < right.run : (order < 0) != isDescending
    }
}
