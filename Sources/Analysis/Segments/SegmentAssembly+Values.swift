import TrackingLog

// What the columns of each kind of member hold.
extension SegmentAssembly {
    func value(
        of column: SegmentColumn, _ person: PersonFacts, _ id: LineValue, _ lines: inout SegmentLines
    ) -> LineValue {
        switch column {
        case .person: id
        case .token: LineValue(person.token)
        case .messages: .number(Int(person.messages))
        case .delivered: .number(Int(person.delivered))
        case .failed: .number(Int(person.failed))
        case .attempts: .number(Int(person.attempts))
        case .lastGood: LineValue(person.lastGood)
        case .lastBad: LineValue(person.lastFailure?.refusal.last ?? .none)
        case .daysSince: days(since: since(person))
        case .reason: reason(person.lastFailure, &lines)
        case .category: category(person.lastFailure)
        case .channel: channel(of: person, &lines)
        default: .none
        }
    }

    private func since(_ person: PersonFacts) -> CompactTime {
        switch request.segment {
        case .hasToken, .deliveredRecently: person.lastGood
        default: person.lastFailure?.refusal.last ?? person.lastEvent
        }
    }

    func value(
        of column: SegmentColumn, _ message: RetriedMessage, _ id: LineValue, _ lines: inout SegmentLines
    ) -> LineValue {
        switch column {
        case .person: id
        case .trackingCode: texts.withText(of: message.code) { lines.add($0) }
        case .name: label(message.title, &lines)
        case .app: label(message.app, &lines)
        case .lastBad: LineValue(message.failure.refusal.last)
        case .daysSince: days(since: message.failure.refusal.last)
        case .reason: reason(message.failure, &lines)
        case .category: category(message.failure)
        case .retry: lines.add(resolved.retry(after: message.failure).rawValue)
        case .attempts: .number(message.attempts)
        case .attemptsLeft: .number(SenderRules.maximumAttempts - message.attempts)
        default: .none
        }
    }

    func value(
        of column: SegmentColumn, absent place: Int, _ id: LineValue, _ lines: inout SegmentLines
    ) -> LineValue {
        switch column {
        case .person: id
        case .channel: channel(ofMember: place, journey: nil, &lines)
        case .messages, .delivered, .failed, .attempts: .number(0)
        default: .none
        }
    }

    func value(
        of column: SegmentColumn, _ device: DeviceFacts, _ id: LineValue, _ lines: inout SegmentLines
    ) -> LineValue {
        switch column {
        case .hwid: id
        case .app: label(device.app, &lines)
        case .platform: .text(DeliveryWords.platforms[Int(device.platform.rawValue)])
        case .token: LineValue(device.evidence.state)
        case .person: device.namedPerson.map { lines.add(resolved.tally.identities.text($0)) } ?? .none
        case .people: .number(Int(device.people))
        case .attempts: .number(Int(device.attempts))
        case .lastGood: LineValue(device.lastGood)
        case .lastBad: LineValue(device.evidence.lastRefusal?.time ?? .none)
        case .lastSeen: LineValue(device.lastSeen)
        case .daysSince: days(since: since(device))
        case .reason: reason(device.failure, &lines)
        case .category: category(device.failure)
        case .cause: cause(of: device).map { lines.add($0) } ?? .none
        case .previousPerson:
            device.people > 1 ? lines.add(resolved.tally.identities.text(device.previous.number)) : .none
        case .replacedBy:
            members.replacements.replacement(of: device).map { texts.withText(of: $0) { lines.add($0) } } ?? .none
        default: .none
        }
    }

    private func since(_ device: DeviceFacts) -> CompactTime {
        switch request.segment {
        case .silentTokens: device.silentSince
        case .movedTokens where device.people > 1: device.previous.time
        default: device.evidence.lastRefusal?.time ?? .none
        }
    }

    private func cause(of device: DeviceFacts) -> String? {
        switch request.segment {
        case .suspectTokens: members.mixUps.contains { resolved.explains($0, device) } ? "configuration" : nil
        case .movedTokens: device.people > 1 ? "several-people" : "replaced"
        default: nil
        }
    }

    // MARK: - Channels

    private func channel(of person: PersonFacts, _ lines: inout SegmentLines) -> LineValue {
        guard let place = audience?.place(of: person.key) else { return .none }
        let name = person.undelivered.name
        let journey = name == InternedLabels.none ? nil : MessageName(resolved.tally.labels.string(name)).journey
        return channel(ofMember: place, journey: journey, &lines)
    }

    private func channel(ofMember place: Int, journey: String?, _ lines: inout SegmentLines) -> LineValue {
        guard let audience = request.audience else { return .none }
        let all = request.channels.all
        let reachable = request.channels.channels(for: journey).first { channel in
            all.firstIndex(of: channel).flatMap { Consent.isGiven(audience.value($0, of: place)) } ?? false
        }
        return reachable.map { lines.add($0) } ?? .none
    }

    // MARK: - Parts

    private func label(_ number: UInt32, _ lines: inout SegmentLines) -> LineValue {
        number == InternedLabels.none ? .none : lines.add(resolved.tally.labels.text(number))
    }

    private func reason(_ failure: DecidingFailure?, _ lines: inout SegmentLines) -> LineValue {
        failure.map { resolved.withReason(of: $0) { lines.add($0) } } ?? .none
    }

    private func category(_ failure: DecidingFailure?) -> LineValue {
        failure.flatMap { resolved.meanings.category(of: $0.refusal, on: $0.platform).only }
            .map { .text(DeliveryWords.category($0)) } ?? .none
    }

    /// Whole days; 0 for what comes after the time that they are counted back from.
    private func days(since time: CompactTime) -> LineValue {
        time.timestamp.map {
            .number(max(0, Int(request.asOf.secondsSince1970 - $0.secondsSince1970) / 86_400))
        } ?? .none
    }
}

extension LineValue {
    fileprivate init(_ time: CompactTime) { self = time.timestamp.map { .time($0) } ?? .none }

    fileprivate init(_ state: TokenState?) {
        self = state.map { .text(DeliveryWords.tokens[Int($0.rawValue)]) } ?? .none
    }
}

extension ResolvedTally {
    /// Whether a token is one of many that are suspect for the same reason.
    fileprivate func explains(_ mixUp: SuspectCount, _ device: DeviceFacts) -> Bool {
        guard mixUp.platform == device.platform,
            device.app == InternedLabels.none
                ? mixUp.app.isEmpty : tally.labels.string(device.app).isSame(as: mixUp.app)
        else { return false }
        return reason(of: device)?.isSame(as: mixUp.reason) ?? false
    }
}
