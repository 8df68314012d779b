@echo off
rem Starts the server. Settings (redstart.yaml) and jars (apis\) are taken from the folder this is called in.
rem JAVA_HOME picks the Java, JAVA_OPTS gives it options. "redstart archive" makes the next starts quicker.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
set "ARCHIVE=%~dp0redstart.jsa"
set "QUIET=-Xlog:cds=off -Xlog:cds+dynamic=off"
if "%~1"=="archive" (
  if exist "%ARCHIVE%" del "%ARCHIVE%"
  "%JAVA%" %JAVA_OPTS% %QUIET% "-XX:ArchiveClassesAtExit=%ARCHIVE%" -jar "%~dp0redstart.jar" rehearse
  exit /b
)
if exist "%ARCHIVE%" (
  "%JAVA%" %JAVA_OPTS% %QUIET% "-XX:SharedArchiveFile=%ARCHIVE%" -jar "%~dp0redstart.jar" %*
) else (
  "%JAVA%" %JAVA_OPTS% -jar "%~dp0redstart.jar" %*
)
