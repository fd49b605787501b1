import TrackingLog

extension TallyShard {
    /// Lets failed rows decide over their delivery, if they do by ``RefusalRule``.
    mutating func decide(_ refusal: Int, _ labels: borrowing InternedLabels) {
        let delivery = deliveries[Int(refusals[refusal].pointee.delivery)]
        let deciding = delivery.pointee.refusal
        guard deciding != UInt32(refusal) else { return }
        if deciding == RefusalRecord.none
            || refusals[refusal].pointee.outranks(refusals[Int(deciding)].pointee, labels)
        {
            delivery.pointee.decide(UInt32(refusal))
        }
    }
}

extension RefusalRecord {
    /// Whether these failed rows decide over others.
    func outranks(_ other: RefusalRecord, _ labels: borrowing InternedLabels) -> Bool {
        RefusalRule.decides(at: last, over: other.last, inOneSecond: isGreater(than: other, labels))
    }

    private func isGreater(than other: RefusalRecord, _ labels: borrowing InternedLabels) -> Bool {
        if description != other.description {
            return labels.text(other.description).isBefore(labels.text(description))
        }
        return labels.text(UInt32(other.status)).isBefore(labels.text(UInt32(status)))
    }
}
