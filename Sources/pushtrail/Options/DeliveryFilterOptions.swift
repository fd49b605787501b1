import Analysis
import ArgumentParser
import Presentation
import TrackingLog

/// The lines of a delivery log.
struct DeliveryFilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only messages with this outcome (\(Self.outcomeNames)); may be repeated.", valueName: "outcome"),
        completion: .list(MessageOutcome.allCases.map(\.name)), transform: DeliveryFilterOptions.outcome)
    var outcome: [MessageOutcome] = []

    @Option(
        help: ArgumentHelp(
            "Only messages with a device that failed for this reason, as `report` names it; may be repeated.",
            valueName: "reason"))
    var reason: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only messages with a device that failed for a reason of this category (\(Self.categoryNames)); may be "
                + "repeated.",
            valueName: "category"),
        completion: .list(Reason.Category.allCases.map(\.rawValue)), transform: DeliveryFilterOptions.category)
    var category: [Reason.Category] = []

    @Option(
        help: ArgumentHelp(
            "Only messages to this person: a user id, or the hwid of a device for which nobody is named; may be repeated.",
            valueName: "id"))
    var person: [String] = []

    @OptionGroup var chosen: ZonedFilterOptions

    /// Sets what was asked for.
    func apply(to request: inout DeliveryRequest) throws {
        request.filter = try chosen.filter()
        request.outcomes = Set(outcome)
        request.reasons = reason
        request.categories = Set(category)
        request.persons = person
    }

    /// Names the filters' values that no message has.
    func check(_ log: DeliveryLog) -> ExitStatus {
        let isFiltering = !outcome.isEmpty || !reason.isEmpty || !category.isEmpty || !person.isEmpty
        return chosen.filters.check(log.unmatched, messages: log.messages, of: log.quality, isFiltering: isFiltering)
    }

    private static let outcomeNames = MessageOutcome.allCases.map(\.name).joined(separator: ", ")
    private static let categoryNames = Reason.Category.allCases.map(\.rawValue).joined(separator: ", ")

    private static func outcome(_ text: String) throws -> MessageOutcome {
        guard let outcome = MessageOutcome.allCases.first(where: { $0.name == text.lowercased() }) else {
            throw ValidationError("unknown outcome '\(text)'; use \(outcomeNames)")
        }
        return outcome
    }

    private static func category(_ text: String) throws -> Reason.Category {
        guard let category = Reason.Category(rawValue: text.lowercased()) else {
            throw ValidationError("unknown category '\(text)'; use \(categoryNames)")
        }
        return category
    }
}
