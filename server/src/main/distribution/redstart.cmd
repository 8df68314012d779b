@echo off
rem Starts the server. Settings (redstart.yaml) and jars (apis\) are taken from the folder this is called in.
rem JAVA_HOME picks the Java, JAVA_OPTS gives it options.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" %JAVA_OPTS% -jar "%~dp0redstart.jar" %*
