// Rules for rows that disagree, generic over where the facts lie: reports keep them in flat tables, timelines as values. The
// order of reading never matters.

/// Which value decides where several rows of a message or delivery have one.
public enum EarliestRule {
    /// Whether a value decides over another: it was seen earlier, or in the same second and stands first in order.
    ///
    /// - Parameters:
    ///   - time: when the row happened.
    ///   - other: when the other row happened.
    ///   - isFirst: whether the value stands before the other; asked only within one second.
    @inlinable @inline(__always)
    public static func decides<Time: Comparable>(
        at time: Time, over other: Time, inOneSecond isFirst: @autoclosure () -> Bool
    ) -> Bool {
        time < other || time == other && isFirst()
    }
}

/// Which failed row decides over its delivery, and which is the evidence about a token.
public enum RefusalRule {
    /// Whether a failed row decides over another: it is later, or in the same second its description is greater in byte order,
    /// then its status's name.
    ///
    /// - Parameters:
    ///   - time: when the row happened.
    ///   - other: when the other row happened.
    ///   - isGreater: whether description and name are greater; asked only within one second.
    @inlinable @inline(__always)
    public static func decides<Time: Comparable>(
        at time: Time, over other: Time, inOneSecond isGreater: @autoclosure () -> Bool
    ) -> Bool {
        time > other || time == other && isGreater()
    }
}

extension Platform {
    /// A delivery's platform: what its payload is made for; else the one gateway whose words its refusals are; else what its
    /// hwid looks like.
    @inlinable @inline(__always)
    public init(payload: Platform?, gateway: @autoclosure () -> Platform?, hwid: @autoclosure () -> Platform?) {
        self = payload ?? gateway() ?? hwid() ?? .unknown
    }
}

/// Who a message is for: its payload's user; else its target, if that names a person; else the device.
public enum PersonRule {
    /// Whether a target names a person: it is no device of the message, and no push token.
    ///
    /// - Parameters:
    ///   - isDevice: whether the target is one of the message's devices.
    ///   - isToken: ``PushToken/isLikely(_:)`` of the target; asked only if it is no device.
    @inlinable @inline(__always)
    public static func isPerson(isDevice: Bool, isToken: @autoclosure () -> Bool) -> Bool { !isDevice && !isToken() }
}

/// Limits that senders keep to.
public enum SenderRules {
    /// The most `sent` events of a delivery: senders retry up to ten times.
    public static let maximumAttempts = 10
}
