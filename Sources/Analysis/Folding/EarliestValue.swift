import TrackingLog

// Which value decides if the rows of a message disagree: see ``EarliestRule``.

extension MessageRecord {
    mutating func noteApp(_ number: UInt32, at time: CompactTime, _ labels: borrowing InternedLabels) {
        Earliest.note(number, at: time, in: &app, &appTime) { labels.text($0).isBefore(labels.text($1)) }
    }

    mutating func noteName(_ number: UInt32, at time: CompactTime, _ labels: borrowing InternedLabels) {
        Earliest.note(number, at: time, in: &name, &nameTime) { labels.text($0).isBefore(labels.text($1)) }
    }

    mutating func noteUser(
        _ name: InternedIdentities.Number, at time: CompactTime, _ identities: borrowing InternedIdentities
    ) {
        guard name != InternedIdentities.none else { return }
        if !isUserKnown {
            // A user takes the place of any target.
            isUserKnown = true
            personTime = .never
        }
        notePerson(name, at: time, identities)
    }

    mutating func noteTarget(
        _ name: InternedIdentities.Number, at time: CompactTime, _ identities: borrowing InternedIdentities
    ) {
        if !isUserKnown { notePerson(name, at: time, identities) }
    }

    private mutating func notePerson(
        _ name: InternedIdentities.Number, at time: CompactTime, _ identities: borrowing InternedIdentities
    ) {
        Earliest.note(name, at: time, in: &person, &personTime) { identities.text($0).isBefore(identities.text($1)) }
    }
}

extension DeliveryRecord {
    mutating func notePayload(_ shape: PayloadShape, at time: CompactTime) {
        if shape == .damaged, payload == .none { payload = .damaged }
        guard shape.platform != nil, EarliestRule.decides(at: time, over: payloadTime, inOneSecond: shape < payload)
        else {
            return
        }
        payload = shape
        payloadTime = time
    }
}

private enum Earliest {
    /// The number that stands for no value.
    static let none = UInt32.max

    @inline(__always)
    static func note(
        _ value: UInt32, at time: CompactTime, in current: inout UInt32, _ currentTime: inout CompactTime,
        isBefore: (UInt32, UInt32) -> Bool
    ) {
        guard value != none, value != current || time < currentTime else { return }
        guard EarliestRule.decides(at: time, over: currentTime, inOneSecond: isBefore(value, current)) else { return }
        current = value
        currentTime = time
    }
}
