#include "sync/server/import/roster_columns.hpp"

#include <algorithm>
#include <array>

namespace zvonok::server::imports::roster {
namespace {

struct Columns {
    std::string_view file, v1_1, v1_2;
};

#define ZVONOK_RECORD "sourcedId,status,dateLastModified,"
constexpr std::array<Columns, 8> known{{
    {"manifest.csv", "propertyName,value", "propertyName,value"},
    {"academicSessions.csv", ZVONOK_RECORD "title,type,startDate,endDate,parentSourcedId,schoolYear",
     ZVONOK_RECORD "title,type,startDate,endDate,parentSourcedId,schoolYear"},
    {"orgs.csv", ZVONOK_RECORD "name,type,identifier,parentSourcedId",
     ZVONOK_RECORD "name,type,identifier,parentSourcedId"},
    {"users.csv",
     ZVONOK_RECORD "enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,"
                   "sms,phone,agentSourcedIds,grades,password",
     ZVONOK_RECORD "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,"
                   "agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,"
                   "preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns"},
    {"roles.csv", "", ZVONOK_RECORD "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId"},
    {"courses.csv", ZVONOK_RECORD "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
     ZVONOK_RECORD "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes"},
    {"classes.csv",
     ZVONOK_RECORD "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,"
                   "subjectCodes,periods",
     ZVONOK_RECORD "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,"
                   "subjectCodes,periods"},
    {"enrollments.csv", ZVONOK_RECORD "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
     ZVONOK_RECORD "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"},
}};
#undef ZVONOK_RECORD

constexpr std::array<std::string_view, 22> all_files{
    "manifest.csv",
    "academicSessions.csv",
    "categories.csv",
    "classes.csv",
    "classResources.csv",
    "courses.csv",
    "courseResources.csv",
    "demographics.csv",
    "enrollments.csv",
    "lineItemLearningObjectiveIds.csv",
    "lineItems.csv",
    "lineItemScoreScales.csv",
    "orgs.csv",
    "resources.csv",
    "resultLearningObjectiveIds.csv",
    "results.csv",
    "resultScoreScales.csv",
    "roles.csv",
    "scoreScales.csv",
    "userProfiles.csv",
    "userResources.csv",
    "users.csv",
};

}  // namespace

std::string_view standard_columns(std::string_view file, Version version) {
    for (const Columns& columns : known)
        if (columns.file == file) return version == Version::v1_1 ? columns.v1_1 : columns.v1_2;
    return {};
}

std::vector<std::string_view> standard_files(Version version) {
    constexpr std::array<std::string_view, 8> added_in_1_2{"lineItemLearningObjectiveIds.csv",
                                                           "lineItemScoreScales.csv",
                                                           "resultLearningObjectiveIds.csv",
                                                           "resultScoreScales.csv",
                                                           "roles.csv",
                                                           "scoreScales.csv",
                                                           "userProfiles.csv",
                                                           "userResources.csv"};
    std::vector<std::string_view> files;
    for (const std::string_view file : all_files)
        if (version == Version::v1_2 || std::find(added_in_1_2.begin(), added_in_1_2.end(), file) == added_in_1_2.end())
            files.push_back(file);
    return files;
}

bool is_standard_file(std::string_view file) {
    return std::find(all_files.begin(), all_files.end(), file) != all_files.end();
}

}  // namespace zvonok::server::imports::roster
