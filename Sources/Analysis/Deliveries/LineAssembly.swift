import TrackingLog

/// Assembles lines from the notes of messages, by the rules of reports.
struct LineAssembly: Sendable {
    let resolved: ResolvedTally
    let selection: DeliverySelection
    let isPerDevice: Bool

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
        var deciding: Failure?
        var next = table.pointee.messages[number].pointee.firstDelivery
        while next != DeliveryRecord.none {
            let delivery = table.pointee.deliveries[Int(next)].pointee
            let state = resolved.outcomes[shard].deliveries[Int(next)].state
            line.devices += 1
            if delivery.hwidShape != .empty { named += 1 }
            if state.isAccepted { line.accepted += 1 }
            if delivery.counts[.received] > 0 || delivery.counts[.opened] > 0 { line.confirmed += 1 }
            line.attempts += table.pointee.count(of: .sent, in: Int(next))
            if let failure = failure(of: Int(next), in: shard) {
                line.refused += 1
                if deciding.map({ outranks(failure, $0) }) ?? true { deciding = failure }
            }
            next = delivery.next
        }
        if let deciding { note(deciding, in: &line, &lines) }
        // Each of several devices stands for a person of its own.
        if named == 1, let hwid {
            line.hwid = lines.add(hwid)
            if line.person.isEmpty { line.person = line.hwid }
        }
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
        if let failure = failure(of: number, in: shard) { note(failure, in: &line, &lines) }
        line.hwid = lines.add(hwid)
        if resolved.person(of: Int(line.place.message), in: shard) == nil { line.person = line.hwid }
    }
}

// MARK: - Reasons

extension LineAssembly {
    /// Why a delivery failed.
    private struct Failure {
        var refusal: RefusalRecord
        var platform: Platform
    }

    private func failure(of delivery: Int, in shard: Int) -> Failure? {
        resolved.decidingRefusal(of: delivery, in: shard).map {
            Failure(refusal: $0, platform: resolved.outcomes[shard].deliveries[delivery].platform)
        }
    }

    /// Whether a failure decides over one of another delivery: by ``RefusalRule``, then by the reason's name.
    private func outranks(_ failure: Failure, _ other: Failure) -> Bool {
        if failure.refusal.outranks(other.refusal, resolved.tally.labels) { return true }
        if other.refusal.outranks(failure.refusal, resolved.tally.labels) { return false }
        return resolved.meanings.withReason(of: failure.refusal, on: failure.platform, resolved.tally.labels) { mine in
            resolved.meanings.withReason(of: other.refusal, on: other.platform, resolved.tally.labels) { theirs in
                theirs.isBefore(mine)
            }
        }
    }

    private func note(_ failure: Failure, in line: inout DeliveryLine, _ lines: inout DeliveryLines) {
        let meanings = resolved.meanings
        line.reason = meanings.withReason(of: failure.refusal, on: failure.platform, resolved.tally.labels) {
            lines.add($0)
        }
        line.category = meanings.category(of: failure.refusal, on: failure.platform).only
    }
}

extension TextNote {
    /// Whether its target decides over another's: see `EarliestRule`.
    fileprivate func precedes(_ other: TextNote) -> Bool {
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
