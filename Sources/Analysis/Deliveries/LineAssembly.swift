import TrackingLog

/// Assembles lines from the notes of messages, by the rules of reports.
struct LineAssembly: Sendable {
    let resolved: ResolvedTally
    let selection: DeliverySelection
    let isPerDevice: Bool
    /// The list whose conversions are credited to the messages.
    let conversions: ConversionList?

    /// Appends the lines of a message.
    ///
    /// - Parameters:
    ///   - notes: its notes, at least one.
    ///   - isComplete: whether they are all its notes; else each of them is a line of its own.
    func append(_ notes: [NotedMessage], isComplete: Bool, to lines: inout DeliveryLines) {
        guard let message = notes.first else { return }
        let place = message.place
        let target = notes.reduce(message.note) { $1.note.precedes($0) ? $1.note : $0 }
        var line = line(of: place, in: &lines)
        line.trackingCode = lines.add(message.note.code)
        line.target = lines.add(target.target)
        guard isPerDevice else {
            fill(&line, notes.first { !$0.note.hwid.isEmpty }?.note.hwid, in: &lines)
            if let conversions { fill(&line, conversions) }
            lines.lines.append(line)
            return
        }
        let shard = resolved.tally.shards[Int(place.shard)]
        var last: UnsafeRawBufferPointer?
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        // Notes without a hwid may be of rows without one.
        let hwids = isComplete ? [none] + notes.map(\.note.hwid).sorted { $0.isBefore($1) } : [message.note.hwid]
        for hwid in hwids {
            if let last, last.isSame(as: hwid) { continue }
            last = hwid
            guard
                let delivery = shard.pointee.delivery(
                    of: Int(place.message), to: ShortKey(KeyedHash.of(hwid))),
                selection.keeps(delivery, of: Int(place.shard), in: resolved)
            else { continue }
            fill(&line, delivery, hwid, in: &lines)
            lines.lines.append(line)
        }
    }

    /// What a message's lines have in common.
    private func line(of place: MessagePlace, in lines: inout DeliveryLines) -> DeliveryLine {
        let (shard, number) = (Int(place.shard), Int(place.message))
        let message = resolved.tally.shards[shard].pointee.messages[number].pointee
        var line = DeliveryLine()
        line.place = place
        line.first = message.first.timestamp ?? .earliest
        line.last = message.last.timestamp ?? .earliest
        if message.name != InternedLabels.none { line.name = lines.add(resolved.tally.labels.text(message.name)) }
        if message.app != InternedLabels.none { line.app = lines.add(resolved.tally.labels.text(message.app)) }
        if let person = resolved.person(of: number, in: shard) {
            line.person = lines.add(resolved.tally.identities.text(person))
        }
        line.outcome = MessageOutcome(resolved.outcomes[shard].messages[number].deliveries)
        return line
    }

    /// What is true of all deliveries of a message.
    ///
    /// - Parameter hwid: a device of the message, if there is any.
    private func fill(_ line: inout DeliveryLine, _ hwid: UnsafeRawBufferPointer?, in lines: inout DeliveryLines) {
        let (shard, number) = (Int(line.place.shard), Int(line.place.message))
        let table = resolved.tally.shards[shard]
        let message = resolved.outcomes[shard].messages[number]
        line.platform = message.platforms.agreed
        line.isOpened = message.overlays.contains(.opened)
        line.isConverted = message.overlays.contains(.converted)
        var named = 0
        var deciding: DecidingFailure?
        table.pointee.forEachDelivery(of: table.pointee.messages[number].pointee) { each, delivery in
            line.devices += 1
            if delivery.hwidShape != .empty { named += 1 }
            if resolved.outcomes[shard].deliveries[each].state.isAccepted { line.accepted += 1 }
            if delivery.isReported { line.confirmed += 1 }
            line.attempts += table.pointee.count(of: .sent, in: each)
            guard let failure = resolved.failure(of: each, in: shard) else { return }
            line.refused += 1
            if deciding.map({ resolved.outranks(failure, $0) }) ?? true { deciding = failure }
        }
        if let deciding { note(deciding, in: &line, &lines) }
        // Each of several devices stands for a person of its own.
        if named == 1, let hwid {
            line.hwid = lines.add(hwid)
            if line.person.isEmpty { line.person = person(of: line.hwid, in: &lines) }
        }
    }

    /// The conversions of a message.
    private func fill(_ line: inout DeliveryLine, _ list: ConversionList) {
        let credits = resolved.credits.credits(of: line.place)
        line.conversions = credits.count
        guard list.hasValues, !credits.isEmpty else { return }
        let value = credits.reduce(ExactDecimal.zero) { $0 + ExactDecimal(millionths: Int128($1.value)) }
        line.conversionValue = (value, list.decimals)
    }

    /// What is true of one delivery.
    private func fill(
        _ line: inout DeliveryLine, _ number: Int, _ hwid: UnsafeRawBufferPointer, in lines: inout DeliveryLines
    ) {
        let shard = Int(line.place.shard)
        let table = resolved.tally.shards[shard]
        let counts = table.pointee.deliveries[number].pointee.counts
        let delivery = resolved.outcomes[shard].deliveries[number]
        line.platform = delivery.platform
        line.isOpened = counts[.opened] > 0
        line.isConverted = counts[.converted] > 0
        line.attempts = table.pointee.count(of: .sent, in: number)
        line.state = delivery.state
        line.token = delivery.token.state
        line.reason = .empty
        line.category = nil
        if let failure = resolved.failure(of: number, in: shard) { note(failure, in: &line, &lines) }
        line.hwid = lines.add(hwid)
        if resolved.person(of: Int(line.place.message), in: shard) == nil {
            line.person = person(of: line.hwid, in: &lines)
        }
    }

    /// The person that a device stands for: the one whose alias its hwid is, else one of the same name.
    private func person(of hwid: TextRange, in lines: inout DeliveryLines) -> TextRange {
        let key = lines.text.withUnsafeBytes { ShortKey(KeyedHash.of($0[hwid])) }
        return resolved.tally.identities.person(ofDevice: key).map { lines.add(resolved.tally.identities.text($0)) }
            ?? hwid
    }
}

extension LineAssembly {
    private func note(_ failure: DecidingFailure, in line: inout DeliveryLine, _ lines: inout DeliveryLines) {
        line.reason = resolved.withReason(of: failure) { lines.add($0) }
        line.category = resolved.meanings.category(of: failure.refusal, on: failure.platform).only
    }
}

extension TextNote {
    /// Whether its target decides over another's: see `EarliestRule`.
    func precedes(_ other: TextNote) -> Bool {
        if target.isEmpty { return false }
        return other.target.isEmpty
            || EarliestRule.decides(at: time, over: other.time, inOneSecond: target.isBefore(other.target))
    }
}

extension CategorySet {
    /// Its only category.
    var only: Reason.Category? {
        rawValue.nonzeroBitCount == 1 ? Reason.Category.allCases[rawValue.trailingZeroBitCount] : nil
    }
}
