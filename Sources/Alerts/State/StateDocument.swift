import Diagnosis
import TrackingLog

/// A state as JSON, `pushtrail.alerts/1`.
struct StateDocument: Codable {
    static let schema = "pushtrail.alerts/1"
    var schema: String
    var incidents: [IncidentDocument]
    var outbox: [OutgoingDocument]
    var lastAnnounced: [String: String]

    /// What every version has.
    struct Head: Decodable {
        var schema: String
    }

    init(_ state: AlertState) {
        schema = Self.schema
        incidents = state.incidents.map(IncidentDocument.init)
        outbox = state.outbox.map(OutgoingDocument.init)
        lastAnnounced = state.lastAnnounced.mapValues(\.rfc3339)
    }

    func state() throws(StateFault) -> AlertState {
        var state = AlertState()
        for incident in incidents { state.incidents.append(try incident.incident()) }
        for item in outbox { state.outbox.append(try item.item()) }
        for (rule, time) in lastAnnounced { state.lastAnnounced[rule] = try moment(time) }
        return state
    }
}

/// A value that none of ours wrote.
struct StateFault: Error, CustomStringConvertible {
    var description: String
}

private func moment(_ text: String) throws(StateFault) -> Timestamp {
    guard let time = Timestamp(text) else { throw StateFault(description: "“\(text)” is not a time") }
    return time
}

private func severity(_ name: String) throws(StateFault) -> Severity {
    guard let severity = Severity(rawValue: name) else { throw StateFault(description: "“\(name)” is not a severity") }
    return severity
}

struct IncidentDocument: Codable {
    var identity: Observation.Identity
    var severity: String
    var heading: String
    var lines: [String]
    var since: String
    var until: String?
    var lastSeen: String
    var announced: String?
    var isEndAnnounced: Bool

    init(_ incident: Incident) {
        identity = incident.observed.identity
        severity = incident.observed.severity.rawValue
        heading = incident.observed.heading
        lines = incident.observed.lines
        since = incident.observed.since.rfc3339
        until = incident.observed.until?.rfc3339
        lastSeen = incident.lastSeen.rfc3339
        announced = incident.announced?.rawValue
        isEndAnnounced = incident.isEndAnnounced
    }

    func incident() throws(StateFault) -> Incident {
        var end: Timestamp?
        if let until { end = try moment(until) }
        let observed = Observation(
            identity, severity: try Alerts.severity(severity), heading: heading, lines: lines, since: try moment(since),
            until: end)
        var incident = Incident(observed, at: try moment(lastSeen))
        if let announced { incident.announced = try Alerts.severity(announced) }
        incident.isEndAnnounced = isEndAnnounced
        return incident
    }
}

struct OutgoingDocument: Codable {
    var rule: String
    /// The place of the webhook; nil for mail.
    var webhook: Int?
    var title: String
    var lines: [String]
    var severity: String
    var scope: String
    var stage: Notice.Stage
    var owner: String?
    var time: String

    init(_ item: OutgoingNotice) {
        rule = item.rule
        if case .webhook(let index) = item.way { webhook = index }
        title = item.notice.title
        lines = item.notice.lines
        severity = item.notice.severity.rawValue
        scope = item.notice.scope
        stage = item.notice.stage
        owner = item.notice.owner
        time = item.notice.time.rfc3339
    }

    func item() throws(StateFault) -> OutgoingNotice {
        let notice = Notice(
            title: title, lines: lines, severity: try Alerts.severity(severity), scope: scope, stage: stage,
            owner: owner,
            time: try moment(time))
        return OutgoingNotice(notice, of: rule, by: webhook.map { .webhook($0) } ?? .mail)
    }
}
