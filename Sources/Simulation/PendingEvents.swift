/// The events that are not due yet, earliest first: a binary heap.
struct PendingEvents {
    private var heap: [PendingEvent] = []

    /// When the first one is due; nil if there is none.
    var firstDue: UInt32? { heap.first?.due }

    /// The number of events.
    var count: Int { heap.count }

    mutating func add(_ event: PendingEvent) {
        var place = heap.count
        heap.append(event)
        while place > 0 {
            let parent = (place - 1) / 2
            guard event < heap[parent] else { break }
            heap[place] = heap[parent]
            place = parent
        }
        heap[place] = event
    }

    mutating func removeFirst() -> PendingEvent? {
        guard let last = heap.popLast() else { return nil }
        guard let first = heap.first else { return last }
        var place = 0
        while true {
            var child = place * 2 + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < last else { break }
            heap[place] = heap[child]
            place = child
        }
        heap[place] = last
        return first
    }
}
