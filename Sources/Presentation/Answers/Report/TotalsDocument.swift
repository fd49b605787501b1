import Analysis
import TrackingLog

/// Totals as JSON: of everything, of a group with its values, or of the rest with the number of groups.
struct TotalsDocument: Encodable {
    var by: [String: String?]?
    var groups: Int?
    var totals: Totals

    private enum Keys: String, CodingKey {
        case by, groups, events, messages, deliveries, devices, persons
        case eventsByStatus = "events_by_status"
        case messagesByOutcome = "messages_by_outcome"
        case deliveredDevices = "delivered_devices"
        case reportingDevices = "reporting_devices"
        case coveredPersons = "covered_persons"
        case delivered, received, unconfirmed, opened, converted, conversions, recipients, rates
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encodeIfPresent(by, forKey: .by)
        try object.encodeIfPresent(groups, forKey: .groups)
        try object.encode(totals.events, forKey: .events)
        try object.encode(totals.messages, forKey: .messages)
        try object.encode(totals.deliveries, forKey: .deliveries)
        try object.encode(totals.devices, forKey: .devices)
        try object.encode(totals.deliveredDevices, forKey: .deliveredDevices)
        try object.encode(totals.reportingDevices, forKey: .reportingDevices)
        try object.encode(totals.persons, forKey: .persons)
        try object.encode(totals.coveredPersons, forKey: .coveredPersons)
        try object.encode(totals.eventsByStatus, forKey: .eventsByStatus)
        let outcomes = totals.byOutcome.map { ($0.name, $1) }
        try object.encode(Dictionary(uniqueKeysWithValues: outcomes), forKey: .messagesByOutcome)
        try object.encode(totals.delivered, forKey: .delivered)
        try object.encode(totals.received, forKey: .received)
        try object.encode(
            ["reporting": totals.unconfirmed.onReporting, "silent": totals.unconfirmed.onSilent], forKey: .unconfirmed)
        try object.encode(totals.opened, forKey: .opened)
        try object.encode(totals.converted, forKey: .converted)
        try object.encodeIfPresent(ConversionTotalsDocument(totals), forKey: .conversions)
        try object.encode(totals.recipients, forKey: .recipients)
        var rates: [String: Double?] = [:]
        for (name, rate) in totals.rates { rates[name] = .some(rate.value) }
        try object.encode(rates, forKey: .rates)
    }
}
