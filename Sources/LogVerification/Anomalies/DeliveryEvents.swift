import Durability
import TrackingLog

/// The events of a log, gathered so that those of one delivery come together.
///
/// Memory hardly grows with the log: events beyond a limit wait in a temporary file, or in memory if none can be written.
struct DeliveryEvents {
    /// One row of a log.
    struct Event {
        /// A keyed hash of the delivery.
        let delivery: UInt64
        /// When it happened, in seconds since 1970.
        let time: Int64
        /// Equal for events of equal status and description (`AnomalyFinder`).
        let identity: UInt64
        private let rowAndStatus: UInt64

        init(delivery: UInt64, time: Int64, row: Int, status: Status, identity: UInt64) {
            self.delivery = delivery
            self.time = time
            self.identity = identity
            rowAndStatus = UInt64(row) << 8 | UInt64(status.rawValue)
        }

        var row: Int { Int(rowAndStatus >> 8) }
        var status: Status { Status(rawValue: UInt8(truncatingIfNeeded: rowAndStatus)) ?? .other }

        fileprivate var part: Int { Int(delivery >> 56) }

        /// Whether it comes before another event of its delivery: by time, step and row.
        func isBefore(_ other: Event) -> Bool {
            if time != other.time { return time < other.time }
            let (order, otherOrder) = (status.order, other.status.order)
            return order != otherOrder ? order < otherOrder : row < other.row
        }
    }

    /// The number of parts that deliveries are spread over at random: one part is visited at a time.
    private static let parts = 256

    /// The number of events that may wait in memory.
    private let room: Int
    private var waiting: [Event] = []
    private var runs: [Run] = []
    /// The temporary file, and the number of events in it.
    private var spill: (file: UnnamedFile, count: Int)?

    private let makeFile: @Sendable () throws(FileError) -> UnnamedFile

    /// - Parameters:
    ///   - room: the number of events that may wait in memory, 64 bytes for each.
    ///   - makeFile: creates the temporary file.
    init(
        room: Int = 1 << 18,
        makeFile: @escaping @Sendable () throws(FileError) -> UnnamedFile = { () throws(FileError) in try UnnamedFile()
        }
    ) {
        self.room = room
        self.makeFile = makeFile
    }

    /// Appends the next event.
    mutating func append(_ event: Event) {
        waiting.append(event)
        if waiting.count >= room { spillWaiting() }
    }

    /// Visits the events part by part, each in the order of the log: one part has all events of a delivery.
    ///
    /// - Parameter limit: the maximum number of events in a part.
    /// - Returns: false if a part has more; nothing was visited then.
    /// - Throws: `FileError` if the temporary file cannot be read.
    func forEachPart(ofAtMost limit: Int, _ body: (inout [Event]) -> Void) throws(FileError) -> Bool {
        let runs = runs + [Run(waiting)]
        let isWithinLimit = (0..<Self.parts).allSatisfy { part in
            runs.reduce(0) { $0 + $1.count(of: part) } <= limit
        }
        guard isWithinLimit else { return false }
        var events: [Event] = []
        for part in 0..<Self.parts {
            events.removeAll(keepingCapacity: true)
            for run in runs { try run.append(part, to: &events) }
            body(&events)
        }
        return true
    }

    /// Groups the events of a part by delivery, and keeps their order in each.
    ///
    /// Keys are random: counting sort by the bits after those of the part leaves little for insertion sort.
    static func group(_ events: inout [Event]) {
        // More buckets would not fit the processor's caches.
        let bits = min(16, max(1, Int.bitWidth - events.count.leadingZeroBitCount))
        func bucket(_ event: Event) -> Int { Int((event.delivery << 8) >> UInt64(64 - bits)) }
        var next = [Int](repeating: 0, count: 1 << bits + 1)
        for event in events { next[bucket(event) + 1] += 1 }
        for index in 1..<next.count { next[index] += next[index - 1] }
        events = [Event](unsafeUninitializedCapacity: events.count) { buffer, count in
            for event in events {
                buffer.initializeElement(at: next[bucket(event)], to: event)
                next[bucket(event)] += 1
            }
            count = events.count
            for index in buffer.indices.dropFirst() where buffer[index - 1].delivery > buffer[index].delivery {
                let event = buffer[index]
                var place = index
                while place > 0, buffer[place - 1].delivery > event.delivery {
                    buffer[place] = buffer[place - 1]
                    place -= 1
                }
                buffer[place] = event
            }
        }
    }

    private mutating func spillWaiting() {
        var run = Run(waiting)
        waiting.removeAll(keepingCapacity: true)
        do throws(FileError) {
            let (file, count) = if let spill { spill } else { (try makeFile(), 0) }
            // A file whose writing failed is not written to again.
            spill = nil
            try run.move(to: file, at: count)
            spill = (file, count + run.count)
        } catch {
            // The run stays in memory: a full disk says nothing about the log.
        }
        runs.append(run)
    }

    /// Some events, sorted by part.
    private struct Run {
        /// The beginning of each part, and the end of the last.
        private var bounds = [Int](repeating: 0, count: parts + 1)
        private var place: Place

        private enum Place {
            case memory([Event])
            /// The offset of the first, in events.
            case file(UnnamedFile, offset: Int)
        }

        init(_ events: [Event]) {
            for event in events { bounds[event.part + 1] += 1 }
            for part in 0..<parts { bounds[part + 1] += bounds[part] }
            var next = bounds
            place = .memory(
                [Event](unsafeUninitializedCapacity: events.count) { buffer, count in
                    for event in events {
                        buffer.initializeElement(at: next[event.part], to: event)
                        next[event.part] += 1
                    }
                    count = events.count
                })
        }

        var count: Int { bounds[parts] }

        func count(of part: Int) -> Int { bounds[part + 1] - bounds[part] }

        mutating func move(to file: UnnamedFile, at offset: Int) throws(FileError) {
            guard case .memory(let events) = place else { return }
            try file.write(events.span.bytes)
            place = .file(file, offset: offset)
        }

        func append(_ part: Int, to events: inout [Event]) throws(FileError) {
            let range = bounds[part]..<bounds[part + 1]
            switch place {
            case .memory(let all): events += all[range]
            case .file(let file, let offset):
                let start = events.count
                let blank = Event(delivery: 0, time: 0, row: 0, status: .other, identity: 0)
                events += repeatElement(blank, count: range.count)
                let stride = MemoryLayout<Event>.stride
                var span = events.mutableSpan
                var bytes = span.mutableBytes
                try bytes.withUnsafeMutableBytes { (buffer) throws(FileError) in
                    let added = UnsafeMutableRawBufferPointer(rebasing: buffer[(start * stride)...])
                    try file.fill(added, from: (offset + range.lowerBound) * stride)
                }
            }
        }
    }
}
