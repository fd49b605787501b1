import Analysis
import TrackingLog

/// The verdicts on a plan as JSON: `pushtrail.qa/1`.
struct PlanDocument: Encodable {
    var result: PlanResult

    private enum Keys: String, CodingKey {
        case schema, passed, pending, failed, steps, quality
        case unknownPeople = "unknown_people"
        case unknownSteps = "unknown_steps"
    }

    private struct Unknown: Encodable {
        var name: String
        var nearest: String?
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.qa/1", forKey: .schema)
        try object.encode(result.count(.passed), forKey: .passed)
        try object.encode(result.count(.pending), forKey: .pending)
        try object.encode(result.count(.failed), forKey: .failed)
        try object.encode(result.steps.map(StepDocument.init), forKey: .steps)
        for (unknown, key) in [(result.unknownPeople, Keys.unknownPeople), (result.unknownSteps, .unknownSteps)] {
            try object.encode(unknown.map { Unknown(name: $0.name, nearest: $0.nearest) }, forKey: key)
        }
        try object.encode(QualityDocument(quality: result.quality), forKey: .quality)
    }
}

private struct StepDocument: Encodable {
    var step: StepResult

    private enum Keys: String, CodingKey {
        case line, person, journey, step, expected, verdict, why, found, time, description, reason
        case within = "within_seconds"
        case code = "tracking_code"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(step.planned.line, forKey: .line)
        try object.encode(step.planned.person, forKey: .person)
        try object.encode(step.planned.journey, forKey: .journey)
        try object.encode(step.planned.step, forKey: .step)
        try object.encode(step.planned.expectation.rawValue, forKey: .expected)
        try object.encode(step.planned.within, forKey: .within)
        try object.encode(step.verdict.rawValue, forKey: .verdict)
        try object.encode(step.explanation, forKey: .why)
        try object.encode(step.found?.rawValue, forKey: .found)
        try object.encode(step.code, forKey: .code)
        try object.encode(step.time?.rfc3339, forKey: .time)
        try object.encode(step.description, forKey: .description)
        try object.encode(step.reason.map(ReasonDocument.init), forKey: .reason)
    }
}
