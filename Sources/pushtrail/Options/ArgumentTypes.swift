public import ArgumentParser
public import EventStore
public import LogArchive

// Values of the modules that an option takes by their names.

extension TokenScope: ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
