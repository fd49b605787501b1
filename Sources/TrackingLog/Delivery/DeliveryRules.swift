// Rules for rows that disagree, generic over how the facts are kept: reports have them in flat tables, timelines as values.
// The order of reading never matters.

/// Which value decides where several rows of a message or delivery have one.
public enum EarliestRule {
    /// Whether a value decides over another.
    ///
    /// It does if its row is earlier, or in the same second if it stands before the other in byte order.
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

/// Which failed row decides why its delivery failed, and what is known of its token.
public enum RefusalRule {
    /// Whether a failed row decides over another.
    ///
    /// It does if it is later, or in the same second if its description is greater in byte order, then its status's name.
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
    /// The platform of a delivery.
    ///
    /// It is the one its payload is made for; else that of the one gateway whose words its refusals are; else the one its
    /// hwid looks like.
    @inlinable @inline(__always)
    public init(payload: Platform?, gateway: @autoclosure () -> Platform?, hwid: @autoclosure () -> Platform?) {
        self = payload ?? gateway() ?? hwid() ?? .unknown
    }
}

/// Who a message is for.
public enum PersonRule {
    /// The name of a message's person; nil where each device stands for a person of its own.
    ///
    /// It is the payload's user; else the target, unless that is a device of the message or a push token.
    ///
    /// - Parameters:
    ///   - user: the user, as the payload has it.
    ///   - target: the target; used only if there is no user.
    ///   - isDevice: whether a target is a hwid of the message.
    ///   - isToken: ``PushToken/isLikely(_:)`` of a target.
    @inlinable @inline(__always)
    public static func person<Name>(
        user: Name?, target: Name?, isDevice: (Name) -> Bool, isToken: (Name) -> Bool
    ) -> Name? {
        if let user { return user }
        guard let target, !isDevice(target), !isToken(target) else { return nil }
        return target
    }
}

/// What senders do.
public enum SenderRules {
    /// The highest number of `sent` events of a delivery; more are an anomaly.
    public static let maximumAttempts = 10

    /// Whether a refused notification is handed to the gateway again.
    ///
    /// - Parameters:
    ///   - reason: the gateway's reason.
    ///   - attempt: the number of the attempt that was refused, from 1.
    public static func retries(after reason: Reason, attempt: Int) -> Bool {
        attempt < maximumAttempts && reason.retry.passes
    }
}
