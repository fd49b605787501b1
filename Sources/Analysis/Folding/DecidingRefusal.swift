import TrackingLog

extension TallyPart {
    /// Lets failed rows decide over their delivery if they outrank those that do: the latest decide, in one second
    /// those whose description is greater in byte order.
    mutating func decide(_ refusal: Int, _ words: borrowing Words) {
        let delivery = deliveries[Int(refusals[refusal].pointee.delivery)]
        let deciding = delivery.pointee.refusal
        guard deciding != UInt32(refusal) else { return }
        if deciding == RefusalRecord.none
            || refusals[refusal].pointee.outranks(refusals[Int(deciding)].pointee, words)
        {
            delivery.pointee.refusal = UInt32(refusal)
        }
    }
}

extension RefusalRecord {
    fileprivate func outranks(_ other: RefusalRecord, _ words: borrowing Words) -> Bool {
        RefusalRule.decides(at: last, over: other.last, inOneSecond: isGreater(than: other, words))
    }

    private func isGreater(than other: RefusalRecord, _ words: borrowing Words) -> Bool {
        if description != other.description {
            return words.text(other.description).isBefore(words.text(description))
        }
        return words.text(UInt32(other.status)).isBefore(words.text(UInt32(status)))
    }
}
