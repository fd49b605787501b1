import TrackingLog

/// Pairs the entries of a target with the messages to it.
///
/// The closest pair in time is paired first, then the closest of what is left, up to a maximum distance. Of equally close
/// pairs the one with the earlier entry is first, then that with the earlier message.
struct NearestPairs {
    /// Entries, or messages, of one time. They are paired in their order.
    private struct Moment {
        var time: Timestamp
        var isEntry: Bool
        var numbers: ArraySlice<Int>
        var previous: Int
        var next: Int
    }

    /// Two neighbors in time, an entry and a message.
    private struct Candidate: Comparable {
        var distance: Int64
        var entry: Timestamp
        var message: Timestamp
        var left: Int
        var right: Int

        static func < (left: Candidate, right: Candidate) -> Bool {
            (left.distance, left.entry, left.message) < (right.distance, right.entry, right.message)
        }
    }

    private var moments: [Moment] = []
    private var candidates = MinimumHeap<Candidate>()
    private let window: Int64

    /// - Parameters:
    ///   - entries: the times of the entries, in order.
    ///   - messages: the times of the messages, in order.
    ///   - window: the maximum distance in seconds.
    ///   - body: receives the places of each pair's entry and message.
    static func forEach(
        _ entries: [Timestamp], _ messages: [Timestamp], within window: Int,
        _ body: (_ entry: Int, _ message: Int) -> Void
    ) {
        var pairs = NearestPairs(entries, messages, window)
        pairs.run(body)
    }

    private init(_ entries: [Timestamp], _ messages: [Timestamp], _ window: Int) {
        self.window = Int64(window)
        let places = [(entries, true), (messages, false)].flatMap { times, isEntry in
            times.indices.map { (time: times[$0], isEntry: isEntry, number: $0) }
        }.sorted { ($0.time, $0.isEntry ? 0 : 1, $0.number) < ($1.time, $1.isEntry ? 0 : 1, $1.number) }
        for place in places {
            if let last = moments.last, last.time == place.time, last.isEntry == place.isEntry {
                moments[moments.count - 1].numbers.append(place.number)
            } else {
                let index = moments.count
                moments.append(
                    Moment(
                        time: place.time, isEntry: place.isEntry, numbers: [place.number], previous: index - 1,
                        next: index + 1))
            }
        }
        for index in moments.indices.dropLast() { addCandidate(index, index + 1) }
    }

    private mutating func run(_ body: (_ entry: Int, _ message: Int) -> Void) {
        while let closest = candidates.popFirst() {
            let (left, right) = (closest.left, closest.right)
            // Neighbors that were paired with others since are no longer candidates.
            while let first = moments[left].numbers.first, let second = moments[right].numbers.first {
                moments[left].numbers.removeFirst()
                moments[right].numbers.removeFirst()
                if moments[left].isEntry { body(first, second) } else { body(second, first) }
            }
            if moments[left].numbers.isEmpty { unlink(left) }
            if moments[right].numbers.isEmpty { unlink(right) }
        }
    }

    /// Takes a moment out, so that its neighbors become each other's.
    private mutating func unlink(_ index: Int) {
        let (previous, next) = (moments[index].previous, moments[index].next)
        // Already out.
        guard previous != index else { return }
        moments[index].previous = index
        if previous >= 0 { moments[previous].next = next }
        if next < moments.count { moments[next].previous = previous }
        if previous >= 0, next < moments.count { addCandidate(previous, next) }
    }

    private mutating func addCandidate(_ left: Int, _ right: Int) {
        let (first, second) = (moments[left], moments[right])
        let distance = second.time.secondsSince1970 - first.time.secondsSince1970
        guard first.isEntry != second.isEntry, distance <= window else { return }
        candidates.insert(
            Candidate(
                distance: distance, entry: (first.isEntry ? first : second).time,
                message: (first.isEntry ? second : first).time, left: left, right: right))
    }
}

/// A binary heap whose first element is the smallest.
struct MinimumHeap<Element: Comparable> {
    private var elements: [Element] = []

    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[child] < elements[(child - 1) / 2] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popFirst() -> Element? {
        guard let first = elements.first, let last = elements.popLast() else { return nil }
        guard !elements.isEmpty else { return first }
        elements[0] = last
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < elements.count }
            guard let child = children.min(by: { elements[$0] < elements[$1] }), elements[child] < elements[parent]
            else { return first }
            elements.swapAt(parent, child)
            parent = child
        }
    }
}
