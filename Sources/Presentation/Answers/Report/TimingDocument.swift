import Analysis

/// Latencies as JSON has them, in seconds.
struct LatencyDocument: Encodable {
    private let createdToDelivered: Values
    private let deliveredToOpened: Values

    init(_ report: Report) {
        createdToDelivered = Values(latency: report.createdToDelivered)
        deliveredToOpened = Values(latency: report.deliveredToOpened)
    }

    private enum CodingKeys: String, CodingKey {
        case createdToDelivered = "created_to_delivered"
        case deliveredToOpened = "delivered_to_opened"
    }

    private struct Values: Encodable {
        var latency: Latency

        private enum Keys: String, CodingKey {
            case count, negative, p50, p90, p99
        }

        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: Keys.self)
            try object.encode(latency.count, forKey: .count)
            try object.encode(latency.negative, forKey: .negative)
            try object.encode(latency.p50, forKey: .p50)
            try object.encode(latency.p90, forKey: .p90)
            try object.encode(latency.p99, forKey: .p99)
        }
    }
}

/// Attempts as JSON has them: deliveries by how often they were sent.
struct AttemptsDocument: Encodable {
    var attempts: Attempts

    func encode(to encoder: any Encoder) throws {
        var counts = ["over_\(Attempts.maximum)": attempts.overMaximum]
        for number in 1...Attempts.maximum { counts["\(number)"] = attempts[number] }
        try counts.encode(to: encoder)
    }
}
