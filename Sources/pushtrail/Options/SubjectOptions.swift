import Analysis
import ArgumentParser

/// The subject of a timeline: a message, a person or a device.
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
        guard named != [""] else { throw ValidationError("the name is empty") }
    }

    /// The one that was named.
    var subject: TimelineSubject {
        if let code { return .code(code) }
        if let person { return .person(person) }
        return .hwid(hwid ?? "")
    }
}
