import Analysis
import TrackingLog

/// A timeline as JSON: `pushtrail.timeline/1`.
struct TimelineDocument: Encodable {
    var timeline: Timeline

    private enum Keys: String, CodingKey {
        case schema, messages, quality
        case ruledOut = "ruled_out"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.timeline/1", forKey: .schema)
        try object.encode(timeline.messages.map(MessageDocument.init), forKey: .messages)
        try object.encode(timeline.ruledOut, forKey: .ruledOut)
        try object.encode(QualityDocument(quality: timeline.quality), forKey: .quality)
    }
}

private struct MessageDocument: Encodable {
    var message: TimelineMessage

    private enum Keys: String, CodingKey {
        case code = "tracking_code"
        case app = "app_code"
        case others = "other_deliveries"
        case name, person, platform, outcome, deliveries
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(message.code, forKey: .code)
        try object.encode(message.name, forKey: .name)
        try object.encode(message.app, forKey: .app)
        try object.encode(message.person, forKey: .person)
        try object.encode(message.platform.name, forKey: .platform)
        try object.encode(message.outcome.name, forKey: .outcome)
        try object.encode(message.deliveries.map(DeliveryDocument.init), forKey: .deliveries)
        try object.encode(message.otherDeliveries, forKey: .others)
    }
}

private struct DeliveryDocument: Encodable {
    var delivery: TimelineDelivery

    private enum Keys: String, CodingKey {
        case hwid, platform, state, failure, events
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(delivery.hwid, forKey: .hwid)
        try object.encode(delivery.platform.name, forKey: .platform)
        try object.encode("\(delivery.state)", forKey: .state)
        try object.encode(delivery.failure.map { "\($0)" }, forKey: .failure)
        try object.encode(delivery.events.map(EventDocument.init), forKey: .events)
    }
}

private struct EventDocument: Encodable {
    var event: TimelineEvent

    private enum Keys: String, CodingKey {
        case timestamp, status, description, attempt, oddities, reason
        case gap = "seconds_since_previous"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(event.time.rfc3339, forKey: .timestamp)
        try object.encode(event.status, forKey: .status)
        try object.encode(event.description, forKey: .description)
        try object.encode(event.gap, forKey: .gap)
        try object.encode(event.attempt, forKey: .attempt)
        try object.encode(event.anomalies.map { $0.key(event.status) }, forKey: .oddities)
        try object.encode(event.reason.map(ReasonDocument.init), forKey: .reason)
    }
}
