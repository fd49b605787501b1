import Testing

/// A table of cron: its variables, and its commands in order.
struct Crontab {
    // What cron itself sets.
    var variables = ["PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"]
    private(set) var commands: [String] = []

    init(_ text: String) throws {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if let variable = line.wholeMatch(of: /([A-Z_]+) *= *(.*)/) {
                variables[String(variable.1)] = String(variable.2)
            } else {
                let job = try #require(line.wholeMatch(of: /(?:[0-9*]+ +){5}(.*)/), "\(line)")
                // A bare % would be a line end.
                #expect(job.1.firstMatch(of: /[^\\]%/) == nil, "\(line)")
                commands.append(String(job.1).replacing(#"\%"#, with: "%"))
            }
        }
    }
}
