import Analysis
import ArgumentParser

/// Whose events are wanted: a message's, a person's or a device's.
struct SubjectOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The message with this tracking code.", valueName: "tracking-code"))
    var code: String?

    @Option(help: ArgumentHelp("The messages to this person: a user id, else what a target names.", valueName: "id"))
    var person: String?

    @Option(help: ArgumentHelp("The messages to this device.", valueName: "hwid"))
    var hwid: String?

    mutating func validate() throws {
        let named = [code, person, hwid].compactMap(\.self)
        guard named.count == 1 else { throw ValidationError("name one of --code, --person and --hwid") }
        guard named != [""] else { throw ValidationError("an empty name names nothing") }
    }

    /// The one that is named.
    var subject: TimelineSubject {
        if let code { return .code(code) }
        if let person { return .person(person) }
        return .hwid(hwid ?? "")
    }
}
